/** Fields of a hash to store: a text to set, or null for a field to remove. */
export type FieldsToStore = Readonly<Record<string, string | null>>;

/** Fields of a hash as read from the store, where other programs may have written anything. */
export type StoredFields = Readonly<Partial<Record<string, string>>>;
