import { Logger } from '@aws-lambda-powertools/logger';

type Line = Readonly<Record<string, unknown>>;

/** The real Powertools logger, its lines kept as data, and handed on as they come. */
export function powertoolsLogger(hear: (line: Line) => void = () => {}) {
  const logger = new Logger({ logLevel: 'DEBUG', serviceName: 'orders' });
  const lines: Line[] = [];
  const keep = (text: string): void => {
    const line: Line = JSON.parse(text);
    lines.push(line);
    hear(line);
  };
  Object.assign(Reflect.get(logger, 'console'), { debug: keep, info: keep, warn: keep, error: keep });
  return { logger, lines };
}
