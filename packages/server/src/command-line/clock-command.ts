// `headwater clock`

import { Command } from 'commander';
import type { ClockRequest } from '../control/clock/clock-control.ts';
import type { ConnectionFlags } from './client/perform.ts';
import { clientCommand, perform } from './client-options.ts';

export function clockCommand(): Command {
  return new Command('clock')
    .description("Read the server's clock, or turn it.")
    .addCommand(readCommand(), { isDefault: true })
    .addCommand(
      clientCommand('advance', 'Move on, and do on the way what is due.')
        .argument('<by>', 'a duration, such as 4h, 1d12h or 250ms')
        .action(async (by: string, flags: ConnectionFlags) =>
          turn(flags, { action: 'advance', by }),
        ),
    )
    .addCommand(
      clientCommand('set', 'Move on to a time, and do on the way what is due.')
        .argument('<time>', 'such as 2026-03-01T00:00:00Z')
        .action(async (time: string, flags: ConnectionFlags) =>
          turn(flags, { action: 'set', time }),
        ),
    )
    .addCommand(
      clientCommand('freeze', 'Let the clock stand.').action(async (flags: ConnectionFlags) =>
        turn(flags, { action: 'freeze' }),
      ),
    )
    .addCommand(
      clientCommand('resume', 'Let the clock go on.').action(async (flags: ConnectionFlags) =>
        turn(flags, { action: 'resume' }),
      ),
    );
}

function readCommand(): Command {
  return clientCommand('read', "Read the server's clock.").action(
    async (flags: ConnectionFlags) => {
      const { readClock } = await import('./client/clock.ts');
      await perform(flags, readClock);
    },
  );
}

async function turn(flags: ConnectionFlags, request: ClockRequest): Promise<void> {
  const { turnClock } = await import('./client/clock.ts');
  await perform(flags, (client) => turnClock(client, request));
}
