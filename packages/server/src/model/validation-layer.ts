/**
 * Which of DynamoDB's two validation layers words the refusal of a value. `current` runs on the
 * single-item operations, BatchGetItem and Query; `older` on BatchWriteItem, the transactions and Scan
 * (observed on AWS, October 2026; the regions differ on transactions).
 */
export type ValidationLayer = 'current' | 'older';
