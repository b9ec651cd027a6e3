// DynamoDB's limits on values, items and keys, with their units and where they come from. Limits on
// requests stand where the requests are checked.

/** Bytes, names included; 409,600 is accepted (Service quotas; observed on AWS). */
export const MAX_ITEM_SIZE_BYTES = 409_600;

/** Bytes of a partition key value (Service quotas). */
export const MAX_PARTITION_KEY_BYTES = 2048;

/** Bytes of a sort key value (Service quotas). */
export const MAX_SORT_KEY_BYTES = 1024;

/** Bytes of UTF-8 of an attribute name (Naming rules). */
export const MAX_ATTRIBUTE_NAME_BYTES = 65_535;

/** Lists and maps around a value; the attribute itself is the 32nd level (observed on AWS). */
export const MAX_NESTING = 31;

/** Significant decimal digits of a number (Supported data types). */
export const MAX_SIGNIFICANT_DIGITS = 38;

/** Decimal exponent of a number's first significant digit (Supported data types). */
export const MAX_NUMBER_EXPONENT = 125;
export const MIN_NUMBER_EXPONENT = -130;
