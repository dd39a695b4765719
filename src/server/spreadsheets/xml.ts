// XML parts read as a stream by a conforming parser. Document types (and so entity expansion and external entities) are refused:
// the file format has none. Element names are given without their prefix.
import { SaxesParser } from 'saxes';
import { say, unsupported } from './limits.ts';

export type Attributes = Record<string, string>;
export type XmlEvents = {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** A parser to which text is fed piece by piece. `write` throws `unsupported_file` when the XML is not well-formed. */
export function xmlReader(events: XmlEvents): { write(text: string): void; end(): void } {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const refuse = (): never => {
    throw unsupported(say.damaged);
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  if (events.open) parser.on('opentag', tag => events.open?.(local(tag.name), tag.attributes));
  if (events.close) parser.on('closetag', tag => events.close?.(local(tag.name)));
  if (events.text) {
    parser.on('text', text => events.text?.(text));
    parser.on('cdata', text => events.text?.(text));
  }
  return { write: text => void parser.write(text), end: () => void parser.close() };
}

/** Reads a whole part; after each piece `between` may wait, which is how a slow receiver holds the reader back. */
export async function readXml(
  part: AsyncIterable<Buffer>,
  events: XmlEvents,
  between?: () => Promise<void> | undefined,
): Promise<void> {
  const reader = xmlReader(events);
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of part) {
    reader.write(decoder.decode(chunk, { stream: true }));
    const wait = between?.();
    if (wait) await wait;
  }
  reader.write(decoder.decode());
  reader.end();
}

const local = (name: string): string => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name);

/** An attribute by its local name, whatever prefix the writing program chose (`r:id`, `d3p1:id`). */
export function attribute(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  for (const key of Object.keys(attributes)) if (key.endsWith(`:${name}`)) return attributes[key];
  return undefined;
}
