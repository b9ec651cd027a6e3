// The wire APIs that the server offers.

import { dynamodbService } from './dynamodb/service.ts';
import type { Service } from './operation.ts';
import { streamsService } from './streams/service.ts';

export const services: readonly Service[] = [dynamodbService, streamsService];
