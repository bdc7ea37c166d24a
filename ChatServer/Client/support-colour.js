/** Least contrast of the accent with what is behind it: more than WCAG AA asks, since it lies on tints as well. */
const LEAST = 5.2;

const SHADES = {
  light: { behind: '#ffffff', towards: '#000000', on: '#ffffff' },
  dark: { behind: '#25282a', towards: '#ffffff', on: '#0f1213' },
};

const STEPS = 20;

/** Takes another accent, as near to a colour as can be read in light and in dark. @param {string} colour `#rrggbb` */
export function followAccent(colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return;
  const follow = () => {
    const { style, dataset } = document.documentElement;
    const shade = SHADES[dataset.theme];
    style.setProperty('--accent', readable(colour, shade));
    style.setProperty('--on-accent', shade.on);
    style.setProperty('--accent-soft', 'color-mix(in srgb, var(--accent) 12%, var(--page))');
  };
  document.addEventListener('themed', follow);
  follow();
}

/** The colour, or the first on the way to black or white that stands out. Pure. */
export function readable(colour, { behind, towards }) {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(colour, towards, step / STEPS);
    if (contrast(mixed, behind) >= LEAST) return mixed;
  }
  return towards;
}

/** WCAG 2.2, «contrast ratio». */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(colour, towards, part) {
  const to = channels(towards);
  const mixed = channels(colour).map((value, at) => Math.round(value + (to[at] - value) * part));
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour) {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
}
