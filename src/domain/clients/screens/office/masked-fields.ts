// The fields of a person that are masked on screen; only an approved, recorded look shows one (PRI-04).

export const MASKED_FIELDS = [
  'identity',
  'phone',
  'address',
  'registered_address',
  'contact_phone',
  'guardian_phone',
  'disability_no',
] as const;
export type MaskedField = (typeof MASKED_FIELDS)[number];
/** Masked values as they are shown now; nothing for somebody new. */
export type Now = Partial<Record<MaskedField, string | null>>;
