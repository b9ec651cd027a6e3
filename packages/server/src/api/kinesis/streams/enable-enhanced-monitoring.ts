// EnableEnhancedMonitoring: stored and shown.

import type { EnableEnhancedMonitoringCommandInput } from '@aws-sdk/client-kinesis';
import { structure } from '../../validation/shape.ts';
import {
  enable,
  metricsMembers,
  changeMonitoring,
  type MetricsInput,
} from '../enhanced-monitoring.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';

export const enableEnhancedMonitoring = defineKinesisOperation<
  EnableEnhancedMonitoringCommandInput & MetricsInput
>({
  name: 'EnableEnhancedMonitoring',
  input: structure('EnableEnhancedMonitoringInput', { ...metricsMembers, ...streamMembers }),
  run: (context, input) => changeMonitoring(context, input, enable),
});
