import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { variables } from '#platform';

interface Service {
  environment?: Record<string, string>;
  read_only?: boolean;
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
}

describe('the container files', () => {
  const dockerfile = readFileSync('docker/Dockerfile', 'utf8');

  it('are ones that the builder understands', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FORM node').length).toBeGreaterThan(0);
  });

  it('run Node 24, as nobody of importance, and say whether they are well', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM'));
    expect(last).toMatch(/^FROM node:24-slim\n/);
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
  });

  it('start API and worker on a read-only root once the schema is there', () => {
    const { services } = parse(readFileSync('docker/compose.yml', 'utf8')) as {
      services: Record<string, Service>;
    };
    for (const name of ['api', 'worker']) {
      expect(services[name]).toMatchObject({
        read_only: true,
        depends_on: { prepare: { condition: 'service_completed_successfully' } },
      });
    }
    expect(services['prepare']?.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(services['database']?.healthcheck).toBeDefined();
  });

  it('pass on everything that can be set, but for what the container itself says', () => {
    const { services } = parse(readFileSync('docker/compose.yml', 'utf8')) as {
      services: Record<string, Service>;
    };
    // The image says where it listens, what ships lies in it, and the embedded database is not used.
    const own = ['PORT', 'HOST', 'REGISTERS_DIR', 'FIRSTHAND_DATA_DIR'];
    const passed = Object.values(variables).filter((name) => !own.includes(name));
    for (const name of ['prepare', 'api', 'worker']) {
      const environment = services[name]?.environment ?? {};
      expect(Object.keys(environment).sort()).toEqual([...passed].sort());
      for (const [variable, value] of Object.entries(environment)) {
        if (variable === 'DATABASE_URL' || variable === 'JOBS') continue;
        expect(value).toMatch(new RegExp(`^\\$\\{${variable}:[-?]\\}$`));
      }
    }
  });
});
