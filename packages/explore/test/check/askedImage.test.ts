import { expect, test } from '@jest/globals';
import { type Asked, askedImage } from '../../src/check/askedImage.ts';

test('what an image does not have is a text, or of the type that is read of it first', () => {
  const asked: Asked = {};
  const image: Record<string, Record<string, unknown> | undefined> = askedImage({ id: { S: 'a' } }, asked);

  const read = [image['id']?.['S'], image['name']?.['S'], image['total']?.['N'], image['paid']?.['BOOL']];
  void image['passedOn'];

  expect(read).toEqual(['a', 'name-1', '1', true]);
  expect(asked).toEqual({
    name: { S: 'name-1' },
    total: { N: '1' },
    paid: { BOOL: true },
    passedOn: { S: 'passedOn-1' },
  });
});

test('a map within is asked in the same way', () => {
  const asked: Asked = {};
  const image: { readonly address?: { readonly M: { readonly city?: { readonly S: string } } } } = askedImage(
    {},
    asked,
  );

  expect(image.address?.M.city?.S).toBe('city-1');
  expect(asked).toEqual({ address: { M: { city: { S: 'city-1' } } } });
});

test('who asks whether it is a promise or an attribute, or for JSON, asks for no attribute', () => {
  const asked: Asked = {};
  const image: Record<string, unknown> = askedImage({}, asked);

  void image['then'];
  void image['S'];

  expect(JSON.stringify(image)).toBe('{}');
  expect(asked).toEqual({});
});

test('of two types the first is the one', () => {
  const asked: Asked = {};
  const image: Record<string, Record<string, unknown> | undefined> = askedImage({}, asked);
  const { total } = image;

  expect([total?.['N'], total?.['S']]).toEqual(['1', undefined]);
  expect(asked).toEqual({ total: { N: '1' } });
});
