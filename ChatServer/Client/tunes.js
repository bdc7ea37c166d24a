/** What is heard: the pitches in hertz of notes that follow each other. */
export const TUNES = { waiting: [660, 880], message: [740], mention: [523, 659] };

const NOTE_SECONDS = 0.14;
const VOLUME = 0.12;

/**
 * @param {AudioContext} context one that runs
 * @param {keyof typeof TUNES} name
 * @returns {Promise<void>} until nothing is heard any more
 */
export async function playTune(context, name) {
  await Promise.all(TUNES[name].map((pitch, at) => playNote(context, pitch, context.currentTime + at * NOTE_SECONDS)));
}

function playNote(context, pitch, start) {
  const oscillator = new OscillatorNode(context, { frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 2);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + NOTE_SECONDS * 2);
  return new Promise(resolve => oscillator.addEventListener('ended', resolve));
}
