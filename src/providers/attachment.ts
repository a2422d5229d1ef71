/** Something that is kept with objects of one kind. */
export interface Attachment<Value> {
  /** undefined: nothing was kept with this object. */
  find(target: object): Value | undefined;
  keep(target: object, value: Value): void;
}

/**
 * Keeps something with an object, itself and not its copies, for as long as that lives. What a WeakMap keeps with objects
 * that live as short as a request outlives them: Node's collections of the youngest objects, the only cheap ones, take all
 * values of a WeakMap that has been there for a while for reachable.
 */
export function createAttachment<Value>(): Attachment<Value> {
  const name = Symbol('attachment');
  return {
    find: (target) => Reflect.get(target, name),
    // Not enumerable, so that a copy made by spreading is without it.
    keep: (target, value) => void Object.defineProperty(target, name, { value }),
  };
}
