import type { ReactElement } from "react";
import { say } from "@/mail/words";
import { Field, Input } from "@/ui/field";

export interface Thresholds {
  tag_at: number;
  hold_at: number;
  reject_at: number;
}

const NAMES = ["tag_at", "hold_at", "reject_at"] as const;

interface ThresholdFieldsProps {
  /** `null`: those in force. */
  value: Thresholds | null;
  /** What they start from; `undefined` until it is known. */
  whenTurnedOn: Thresholds | undefined;
  onChange: (value: Thresholds | null) => void;
}

export function ThresholdFields(props: ThresholdFieldsProps): ReactElement {
  const { value, whenTurnedOn, onChange } = props;
  return (
    <fieldset>
      <legend className="sr-only">{say("whatIf.thresholds")}</legend>
      <label className="flex items-center gap-2 font-medium">
        <input
          type="checkbox"
          checked={value !== null}
          disabled={!whenTurnedOn}
          onChange={() => onChange(value ? null : (whenTurnedOn ?? null))}
          className="accent-accent"
        />
        {say("whatIf.thresholds")}
      </label>
      {value && (
        <div className="mt-2 grid grid-cols-3 gap-3">
          {NAMES.map((name) => (
            <Field key={name} label={say(`whatIf.${name}`)}>
              {(ids) => (
                <Input
                  {...ids}
                  type="number"
                  required
                  min={1}
                  max={101}
                  value={value[name]}
                  onChange={(event) =>
                    onChange({ ...value, [name]: event.target.valueAsNumber || 1 })
                  }
                />
              )}
            </Field>
          ))}
          <p className="text-quiet col-span-3 text-sm">{say("whatIf.never")}</p>
        </div>
      )}
    </fieldset>
  );
}
