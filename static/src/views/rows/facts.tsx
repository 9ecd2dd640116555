// A small table of names and values in a tab beside the ring.
import type { ComponentChildren } from "preact";
import "./rows.css";

interface Props {
  caption: string;
  rows: readonly (readonly [name: string, value: ComponentChildren])[];
}

export function Facts({ caption, rows }: Props) {
  return (
    <table class="protocol-facts">
      <caption>{caption}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="mono">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
