// URI templates of REST operations: `/functions/{FunctionName}/aliases/{Name}`. A label takes one segment of
// the path; a greedy one, `{Key+}`, takes all that are left but those that the template names behind it.

export interface UriTemplate {
  readonly segments: readonly Segment[];
  /** Of one without a greedy label, all that it matches have so many segments. */
  readonly length: number | undefined;
}

type Segment = { readonly literal: string } | { readonly label: string; readonly greedy: boolean };

export function parseTemplate(text: string): UriTemplate {
  const segments = text.slice(1).split('/').map(parseSegment);
  const greedy = segments.some((segment) => 'label' in segment && segment.greedy);
  return { segments, length: greedy ? undefined : segments.length };
}

function parseSegment(text: string): Segment {
  const label = /^\{(?<name>\w+)(?<greedy>\+?)\}$/.exec(text)?.groups;
  if (label === undefined) return { literal: text };
  return { label: label['name'] ?? '', greedy: label['greedy'] === '+' };
}

/**
 * The labels' values, percent-decoded; undefined when the path does not match. `path` is what was sent,
 * without the query, in segments. Throws URIError when a label cannot be decoded.
 */
export function matchTemplate(
  { segments }: UriTemplate,
  path: readonly string[],
): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  let at = 0;
  for (const [index, segment] of segments.entries()) {
    if ('literal' in segment) {
      if (path[at] !== segment.literal) return undefined;
      at += 1;
      continue;
    }
    const end = segment.greedy ? path.length - (segments.length - index - 1) : at + 1;
    if (end <= at || end > path.length) return undefined;
    const value = path.slice(at, end).join('/');
    if (value === '') return undefined;
    labels[segment.label] = decodeURIComponent(value);
    at = end;
  }
  return at === path.length ? labels : undefined;
}
