/**
 * A random id of 128 bits in hex. crypto.randomUUID would do, but it is missing on plain HTTP,
 * which is how a page on a local network is usually served.
 */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
