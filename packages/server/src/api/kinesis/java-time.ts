// A time as Java prints it, which texts about iterators show: `Thu Jul 02 12:57:57 UTC 2015`.

import { isoTime } from '../../base/iso-time.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayMs = 24 * 60 * 60 * 1000;
/** The epoch was a Thursday. */
const epochDay = 4;

/** Epoch milliseconds, not before the epoch. */
export function javaTime(ms: number): string {
  const [date = '', time = ''] = isoTime(ms).split('T');
  const [year, month = '', day] = date.split('-');
  const weekday = days[(Math.floor(ms / dayMs) + epochDay) % days.length];
  return `${weekday} ${months[Number(month) - 1]} ${day} ${time.slice(0, 8)} UTC ${year}`;
}
