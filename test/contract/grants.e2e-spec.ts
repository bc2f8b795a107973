import { ModulesContainer } from '@nestjs/core';
import { ACCESS, type Access, type Permission } from '#platform';
import { Role, Viewer } from '#members';
import { startTestApp, type TestApp } from '../support/app.js';

let world: TestApp;
beforeAll(async () => void (world = await startTestApp()));
afterAll(() => world?.stop());

/** Every permission that some operation asks for. */
function asked(): Set<Permission> {
  const classes = [...world.app.get(ModulesContainer).values()].flatMap(({ providers }) =>
    [...providers.values()].flatMap(
      ({ metatype }) => (metatype as { prototype?: object } | null)?.prototype ?? [],
    ),
  );
  const methods = classes.flatMap((prototype) =>
    Object.values(Object.getOwnPropertyDescriptors(prototype)).flatMap(({ value }) =>
      typeof value === 'function' ? [value as object] : [],
    ),
  );
  const found = methods.map((method) => Reflect.getMetadata(ACCESS, method) as Access | undefined);
  return new Set(found.flatMap((access) => (access?.kind === 'allow' ? access.permission : [])));
}

const roles = Object.values(Role).map((role) => ({
  role,
  schoolId: 'school_1',
  employerId: null,
  brokerId: null,
}));

describe('permissions', () => {
  it('are asked for by some operation, each of them that is granted', () => {
    const everything = new Viewer('person_1', true, roles);
    expect(asked().size).toBeGreaterThan(10);
    expect(everything.granted.filter((permission) => !asked().has(permission))).toEqual([]);
  });

  it('are granted to somebody, each of them that is asked for', () => {
    const everything = new Viewer('person_1', true, roles);
    expect([...asked()].filter((permission) => !everything.can(permission))).toEqual([]);
  });

  it('let an operator read no proposals and no bookings, who has a part in none', () => {
    const operator = new Viewer('person_1', true, []);
    for (const permission of ['proposal:read', 'booking:read', 'booking:write'] as const)
      expect([permission, operator.can(permission)]).toEqual([permission, false]);
  });
});
