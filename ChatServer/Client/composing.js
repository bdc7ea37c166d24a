const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Right after an input method ends, an Enter still belongs to it, in milliseconds. */
const AFTER_COMPOSITION_MS = 60;

/** How many bytes a text has in UTF-8. */
export function utf8Bytes(text) {
  return encoder.encode(text).length;
}

/**
 * A text as it is sent: without empty lines before and space after, though an indented first line stays
 * so; without control characters and halves of surrogate pairs, which no server would take.
 */
export function tidy(text) {
  const whole = decoder.decode(encoder.encode(text));
  return whole.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/**
 * Tells an Enter that sends from one that only picks a word in an input method.
 * @returns {(event: KeyboardEvent) => boolean} whether this key press sends
 */
export function watchComposition(input) {
  let endedAt = -Infinity;
  input.addEventListener('compositionend', event => {
    endedAt = event.timeStamp;
  });
  return event => {
    const isModified = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
    if (event.key !== 'Enter' || isModified) return false;
    // keyCode 229 is a key that the input method has taken. Safari ends the composition before the
    // keydown that ended it, and then doesn't say isComposing.
    return !event.isComposing && event.keyCode !== 229 && event.timeStamp - endedAt > AFTER_COMPOSITION_MS;
  };
}
