/** The time, in milliseconds since 1970; SOURCE_DATE_EPOCH stands in for it where output must not change by the day. */
export function nowMs(): number {
  const fixed = process.env['SOURCE_DATE_EPOCH'];
  return fixed !== undefined && /^\d{1,11}$/.test(fixed) ? Number(fixed) * 1000 : Date.now();
}
