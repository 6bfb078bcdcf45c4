/** Texts of the reading room. */
export const readingRoom = {
  title: '阅片',
};
