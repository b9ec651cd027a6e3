// Finds the operation of a request by its method and path.

import type { RestOperation } from './rest-operation.ts';
import { matchTemplate, parseTemplate, type UriTemplate } from './uri-template.ts';

interface Route<Context> {
  readonly operation: RestOperation<Context>;
  readonly template: UriTemplate;
}

export interface FoundOperation<Context> {
  readonly operation: RestOperation<Context>;
  readonly labels: Readonly<Record<string, string>>;
}

export class RestRouter<Context> {
  /** By method and number of segments; those of any number by the method alone. */
  readonly #routes = new Map<string, Route<Context>[]>();

  constructor(operations: readonly RestOperation<Context>[]) {
    for (const operation of operations) {
      const [method = '', path = ''] = operation.http.split(' ');
      const template = parseTemplate(path);
      const key = `${method}${template.length ?? ''}`;
      this.#routes.set(key, [...(this.#routes.get(key) ?? []), { operation, template }]);
    }
  }

  /** `path` is as sent, without the query; clients of older models end it with a slash. */
  find(method: string, path: string): FoundOperation<Context> | undefined {
    const segments = path.replace(/\/$/, '').slice(1).split('/');
    const fitting = this.#routes.get(`${method}${segments.length}`) ?? [];
    return firstMatch(fitting, segments) ?? firstMatch(this.#routes.get(method) ?? [], segments);
  }
}

function firstMatch<Context>(
  routes: readonly Route<Context>[],
  segments: readonly string[],
): FoundOperation<Context> | undefined {
  for (const { operation, template } of routes) {
    const labels = matchTemplate(template, segments);
    if (labels !== undefined) return { operation, labels };
  }
  return undefined;
}
