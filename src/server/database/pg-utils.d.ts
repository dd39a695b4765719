declare module 'pg/lib/utils.js' {
  /** A value as it travels to PostgreSQL; the package's own conversion, without types of its own. */
  function prepareValue(value: unknown): string | Buffer | null;
  const utils: { prepareValue: typeof prepareValue };
  export default utils;
}
