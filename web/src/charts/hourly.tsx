// Messages by the hour: a picture for the eye, a table of the same figures for everybody else.
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ChartFrame } from "@/charts/frame";
import { everyHour, type Hour } from "@/charts/hours";
import { niceCeiling, ticksOf } from "@/charts/scale";
import { say } from "@/charts/words";
import { formatClock, formatDay, formatDayAndClock, formatNumber } from "@/ui/format";

const HOUR = 3_600_000;
const WIDTH = 760;
const HEIGHT = 272;
const LEFT = 36;
const BOTTOM = 22;
/** What a label at the end of the axis needs to its right. */
const ROOM = 20;
const PLOT = HEIGHT - BOTTOM - 8;

const windowOf = (hour: Hour) => ({
  received_after: new Date(hour.at).toISOString(),
  received_before: new Date(Date.parse(hour.at) + HOUR).toISOString(),
});

interface HourlyChartProps {
  hours: readonly Hour[];
  since: string;
  until: Date;
}

export function HourlyChart(props: HourlyChartProps): ReactElement {
  const hours = everyHour(props.hours, new Date(props.since), props.until);
  return (
    <ChartFrame
      title={say("title")}
      legend={[
        { name: say("received"), sign: "bg-accent/35 rounded-xs" },
        { name: say("held"), sign: "bg-medium rounded-xs" },
      ]}
      picture={<Picture hours={hours} />}
      table={<Table hours={hours} />}
    />
  );
}

/** Within two days the clock says enough; over more, the day does. */
function labelOf(hour: Hour, count: number): string {
  const moment = new Date(hour.at);
  return count <= 48 ? formatClock(moment) : formatDay(moment);
}

function Picture({ hours }: { hours: readonly Hour[] }): ReactElement {
  const ceiling = niceCeiling(Math.max(0, ...hours.map((hour) => hour.received)));
  const step = (WIDTH - LEFT) / Math.max(1, hours.length);
  const labelled = Math.max(1, Math.ceil(hours.length / 8));
  const y = (value: number) => 8 + PLOT - (value / ceiling) * PLOT;
  return (
    <svg
      role="img"
      aria-label={say("label")}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block w-full"
    >
      {ticksOf(ceiling).map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={WIDTH} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className="fill-quiet text-[12px]">
            {formatNumber(tick)}
          </text>
        </g>
      ))}
      {hours.map((hour, place) => (
        <g key={hour.at} transform={`translate(${LEFT + place * step} 0)`}>
          <Bar hour={hour} width={step} y={y} />
          {place % labelled === 0 && place * step < WIDTH - LEFT - ROOM && (
            <text
              x={step / 2}
              y={HEIGHT - 4}
              textAnchor="middle"
              className="fill-quiet text-[12px]"
            >
              {labelOf(hour, hours.length)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

interface BarProps {
  hour: Hour;
  width: number;
  y: (value: number) => number;
}

function Bar({ hour, width, y }: BarProps): ReactElement {
  const navigate = useNavigate();
  const gap = Math.min(4, width * 0.18);
  const name = say("bar", { hour: formatDayAndClock(new Date(hour.at)), ...hour });
  return (
    // The table holds a real link for each hour; this is the mouse's shortcut to the same place.
    <g
      className="group cursor-pointer"
      onClick={() => void navigate({ to: "/mail/messages", search: windowOf(hour) })}
    >
      <title>{name}</title>
      <rect
        width={width}
        y={8}
        height={PLOT}
        className="group-hover:fill-sunken fill-transparent"
      />
      <rect
        x={gap / 2}
        width={width - gap}
        y={y(hour.received)}
        height={y(0) - y(hour.received)}
        rx={1.5}
        className="fill-accent/35"
      />
      <rect
        x={gap / 2}
        width={width - gap}
        y={y(hour.held)}
        height={y(0) - y(hour.held)}
        rx={1.5}
        className="fill-medium"
      />
    </g>
  );
}

function Table({ hours }: { hours: readonly Hour[] }): ReactElement {
  return (
    // A region that scrolls must be reachable by key.
    <div tabIndex={0} role="group" aria-label={say("label")} className="max-h-64 overflow-y-auto">
      <table className="w-full">
        <thead className="label bg-surface sticky top-0">
          <tr className="h-8 [&>th]:px-4 [&>th]:font-medium">
            <th scope="col" className="text-left">
              {say("hour")}
            </th>
            <th scope="col" className="text-right">
              {say("column.received")}
            </th>
            <th scope="col" className="text-right">
              {say("column.held")}
            </th>
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map((hour) => (
            <tr key={hour.at} className="border-line/70 h-8 border-t [&>*]:px-4">
              <th scope="row" className="text-left font-normal">
                {formatDayAndClock(new Date(hour.at))}
              </th>
              <td className="text-right">
                <Link to="/mail/messages" search={windowOf(hour)} className="link">
                  {formatNumber(hour.received)}
                </Link>
              </td>
              <td className="text-right">
                <Link
                  to="/mail/messages"
                  search={{ ...windowOf(hour), disposition: "hold" }}
                  className="link"
                >
                  {formatNumber(hour.held)}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
