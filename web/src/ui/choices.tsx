// One of a few, all in sight, each with a sentence that says what it means.
import type { ReactElement } from "react";

interface Choice<Value extends string> {
  value: Value;
  name: string;
  detail?: string;
}

interface ChoicesProps<Value extends string> {
  label: string;
  name: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChoose: (value: Value) => void;
}

export function Choices<Value extends string>(props: ChoicesProps<Value>): ReactElement {
  const { label, name, value, choices, onChoose } = props;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="border-edge divide-line divide-y overflow-hidden rounded-md border">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="has-checked:bg-accent-soft has-focus-visible:outline-accent flex cursor-pointer items-start gap-2.5 px-3 py-2 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              onChange={() => onChoose(choice.value)}
              className="accent-accent mt-1"
            />
            <span className="min-w-0">
              <span className="block font-medium">{choice.name}</span>
              {choice.detail && <span className="text-quiet block text-sm">{choice.detail}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
