// Preloaded into each process under measurement, Headwater included: says over the channel to the parent
// when Node had loaded and what the process has used since, and takes CPU profiles. Plain JavaScript, so
// that the cost of reading TypeScript is paid, and measured, by the program itself.

const loadedAt = performance.timeOrigin + performance.now();

/** Of the profiler, which is loaded only when it is asked for. */
let session;

const answers = {
  async vitals() {
    const { user, system } = process.cpuUsage();
    const { rss } = process.memoryUsage();
    return { loadedAt, cpuMicroseconds: user + system, rssBytes: rss };
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

process.on('message', ({ id, name }) => {
  const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
  answer?.().then((result) => process.send({ id, answer: result }));
});
process.channel.unref();
