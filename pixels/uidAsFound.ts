const form = /^(?=.*[0-9])[0-9A-Za-z._-]{1,128}$/;

/**
 * Whether a text may be the UID of something stored: digits and dots, at most 64 of them, are asked for (PS3.5 9.1), but archives
 * hold some that broken software made, with letters or too long. What is stored must open.
 */
export const isUidAsFound = (value: string): boolean => form.test(value);
