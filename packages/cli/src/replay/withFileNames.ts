// Up to the end of the line or, in a log line that is JSON, to what stands for it; with the place in the data left out.
const moduleText = /data:text\/javascript,__filename%3D%22(.*?)%22\S*?(?=\)?(?:[\s\\"]|$))/gu;

/**
 * A text with the names of files where a stack trace has the whole of their content: CommonJS modules in TypeScript,
 * which tsx hands to Node 20 as data.
 */
export function withFileNames(text: string): string {
  return text.replaceAll(moduleText, (_, name: string) => decodeURIComponent(name));
}
