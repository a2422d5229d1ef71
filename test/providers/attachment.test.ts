import { describe, expect, it } from 'vitest';
import { createAttachment } from '../../src/providers/attachment.ts';

describe('an attachment', () => {
  it('is found with its own object, and with no other', () => {
    const { find, keep } = createAttachment<string>();
    const target = {};
    keep(target, 'kept');
    expect(find(target)).toBe('kept');
    expect(find({})).toBeUndefined();
  });

  it('is not found with a copy of the object, nor seen on it', () => {
    const { find, keep } = createAttachment<string>();
    const target = { name: 'call' };
    keep(target, 'kept');
    expect(find({ ...target })).toBeUndefined();
    expect(find(Object.assign({}, target))).toBeUndefined();
    expect(Reflect.ownKeys({ ...target })).toEqual(['name']);
  });

  it('is apart from the others of the same object', () => {
    const [one, other] = [createAttachment<string>(), createAttachment<string>()];
    const target = {};
    one.keep(target, 'one');
    expect(other.find(target)).toBeUndefined();
  });
});
