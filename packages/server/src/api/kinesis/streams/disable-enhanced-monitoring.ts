// DisableEnhancedMonitoring: stored and shown.

import type { DisableEnhancedMonitoringCommandInput } from '@aws-sdk/client-kinesis';
import { structure } from '../../validation/shape.ts';
import {
  disable,
  metricsMembers,
  changeMonitoring,
  type MetricsInput,
} from '../enhanced-monitoring.ts';
import { defineKinesisOperation } from '../kinesis-operation.ts';
import { streamMembers } from '../shapes.ts';

export const disableEnhancedMonitoring = defineKinesisOperation<
  DisableEnhancedMonitoringCommandInput & MetricsInput
>({
  name: 'DisableEnhancedMonitoring',
  input: structure('DisableEnhancedMonitoringInput', { ...metricsMembers, ...streamMembers }),
  run: (context, input) => changeMonitoring(context, input, disable),
});
