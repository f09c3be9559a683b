import type { Found } from '../found.js';
import type { Place, Text } from '../place.js';
import type { DotConfig } from '../read/config.js';
import { readFound } from '../read/index.js';
import type { Layout } from './layout.js';

type Moved = (place: Place) => Place;

/** What a layout holds. The readers get several fragments as one text: each place is put back into its own file. */
export function importedFound({ sources, configs }: Layout): Found {
  const found = readFound(sources);
  const ofKernel = moved(sources.kernelConfig, configs.kernel);
  const ofUboot = moved(sources.ubootConfig, configs.uboot);
  return {
    ...found,
    kernel: configOf(found.kernel, ofKernel),
    uboot: configOf(found.uboot, ofUboot),
    cmdline: found.cmdline.map((one) => ({ ...one, place: ofKernel(one.place) })),
    counting: {
      ...found.counting,
      tries: found.counting.tries.map((one) => ({ ...one, place: ofUboot(one.place) })),
    },
  };
}

/** From a line of the joined text to the line of the part that it is. */
function moved(joined: Text | null, parts: readonly Text[]): Moved {
  const lines = parts.flatMap((part) =>
    part.text.split('\n').map((_, index) => ({ in: part, line: index + 1 })),
  );
  return (place) => (place.in === joined ? (lines[place.line - 1] ?? place) : place);
}

function configOf(config: DotConfig | null, own: Moved): DotConfig | null {
  if (config === null) return null;
  const symbols = [...config.symbols].map(
    ([symbol, { value, place }]) => [symbol, { value, place: own(place) }] as const,
  );
  return { ...config, symbols: new Map(symbols) };
}
