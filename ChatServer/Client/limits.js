/** What the server allows, until its welcome says so. */
export const DEFAULT_LIMITS = { textBytes: 16384, nameChars: 32, roomNameChars: 64, fixedRooms: false };
