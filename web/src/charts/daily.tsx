// Days of mail: how much came, how much of it was stopped, and how much of the confirmed bad was.
// A picture for the eye, a table of the same figures for everybody else.
import type { ReactElement } from "react";
import { ChartFrame } from "@/charts/frame";
import { DailyTable } from "@/charts/daily-table";
import { rateOf, type Day } from "@/charts/days";
import { niceCeiling, ticksOf } from "@/charts/scale";
import { say } from "@/charts/words";
import { formatUtcDay, formatNumber, formatWeight } from "@/ui/format";

const WIDTH = 760;
const LEFT = 40;
const RATE = { top: 10, height: 96 };
const MAIL = { top: 138, height: 110 };
const HEIGHT = 272;
const ROOM = 24;

export function DailyChart({ days }: { days: readonly Day[] }): ReactElement {
  return (
    <ChartFrame
      title={say("days.title")}
      legend={[
        { name: say("days.rate"), sign: "bg-accent rounded-full" },
        { name: say("days.messages"), sign: "bg-accent/35 rounded-xs" },
        { name: say("days.caught"), sign: "bg-medium rounded-xs" },
      ]}
      picture={<Picture days={days} />}
      table={<DailyTable days={days} />}
    />
  );
}

const rateAt = (rate: number) => RATE.top + RATE.height * (1 - rate);

function Picture({ days }: { days: readonly Day[] }): ReactElement {
  const ceiling = niceCeiling(Math.max(0, ...days.map((day) => day.messages)));
  const step = (WIDTH - LEFT) / Math.max(1, days.length);
  const mailAt = (count: number) => MAIL.top + MAIL.height * (1 - count / ceiling);
  const labelled = Math.max(1, Math.ceil(days.length / 8));
  return (
    <svg
      role="img"
      aria-label={say("days.label")}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block w-full"
    >
      {[0, 0.5, 1].map((rate) => (
        <Tick key={rate} y={rateAt(rate)} name={formatWeight(rate)} />
      ))}
      {ticksOf(ceiling).map((count) => (
        <Tick key={count} y={mailAt(count)} name={formatNumber(count)} />
      ))}
      <RateLine days={days} step={step} />
      {days.map((day, place) => (
        <g key={day.day} transform={`translate(${LEFT + place * step} 0)`}>
          <DayBars day={day} width={step} mailAt={mailAt} />
          {place % labelled === 0 && place * step < WIDTH - LEFT - ROOM && (
            <text
              x={step / 2}
              y={HEIGHT - 4}
              textAnchor="middle"
              className="fill-quiet text-[12px]"
            >
              {formatUtcDay(new Date(day.day))}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Tick({ y, name }: { y: number; name: string }): ReactElement {
  return (
    <g>
      <line x1={LEFT} x2={WIDTH} y1={y} y2={y} className="stroke-line" />
      <text x={LEFT - 8} y={y + 4} textAnchor="end" className="fill-quiet text-[12px]">
        {name}
      </text>
    </g>
  );
}

interface RateLineProps {
  days: readonly Day[];
  step: number;
}

/** A line between neighbouring days that both have a rate: nothing is drawn through a gap. */
function RateLine({ days, step }: RateLineProps): ReactElement {
  const xOf = (place: number) => LEFT + (place + 0.5) * step;
  return (
    <g>
      {days.map((day, place) => {
        const rate = rateOf(day);
        if (rate === null) return null;
        const next = days[place + 1];
        const following = next ? rateOf(next) : null;
        return (
          <g key={day.day}>
            {following !== null && (
              <line
                x1={xOf(place)}
                y1={rateAt(rate)}
                x2={xOf(place + 1)}
                y2={rateAt(following)}
                strokeWidth={1.75}
                className="stroke-accent"
              />
            )}
            <circle cx={xOf(place)} cy={rateAt(rate)} r={3.5} className="fill-accent" />
          </g>
        );
      })}
    </g>
  );
}

interface DayBarsProps {
  day: Day;
  width: number;
  mailAt: (count: number) => number;
}

function DayBars({ day, width, mailAt }: DayBarsProps): ReactElement {
  const gap = Math.min(6, width * 0.18);
  const rate = rateOf(day);
  const floor = mailAt(0);
  return (
    <g>
      <title>
        {say("days.bar", {
          day: formatUtcDay(new Date(day.day)),
          messages: day.messages,
          caught: day.caught,
          rate: rate === null ? say("days.unknown") : formatWeight(rate),
        })}
      </title>
      <rect width={width} height={HEIGHT} className="fill-transparent" />
      <rect
        x={gap / 2}
        width={width - gap}
        y={mailAt(day.messages)}
        height={floor - mailAt(day.messages)}
        rx={1.5}
        className="fill-accent/35"
      />
      <rect
        x={gap / 2}
        width={width - gap}
        y={mailAt(day.caught)}
        height={floor - mailAt(day.caught)}
        rx={1.5}
        className="fill-medium"
      />
    </g>
  );
}
