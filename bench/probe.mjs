// Preloaded into each process under measurement, Headwater included: says over the channel to the parent
// when Node had loaded and what the process has used since, and takes CPU profiles. Plain JavaScript, so
// that the cost of reading TypeScript is paid, and measured, by the program itself.

import { readFileSync } from 'node:fs';

const loadedAt = performance.timeOrigin + performance.now();

/** Of the profiler, which is loaded only when it is asked for. */
let session;

const answers = {
  async vitals() {
    const { user, system } = process.cpuUsage();
    const { rss } = process.memoryUsage();
    const ownBytes = rss - mappedFileBytes();
    return { loadedAt, cpuMicroseconds: user + system, rssBytes: rss, ownBytes };
  },

  async startProfile() {
    const { Session } = await import('node:inspector/promises');
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  },

  async stopProfile() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  },
};

/** What of the resident memory are pages of files, which the system can take back; 0 where it does not say. */
function mappedFileBytes() {
  if (process.platform !== 'linux') return 0;
  const line = /^RssFile:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}

process.on('message', ({ id, name }) => {
  const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
  answer?.().then((result) => process.send({ id, answer: result }));
});
process.channel.unref();
