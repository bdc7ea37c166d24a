/** What the server allows, until its welcome says so. */
export const DEFAULT_LIMITS = {
  textBytes: 16384, nameChars: 32, roomNameChars: 64, fileBytes: 25_000_000, messageFiles: 10, fixedRooms: false,
};
