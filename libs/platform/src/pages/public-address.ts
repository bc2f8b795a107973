import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Config } from '../config/config.js';

/** Where people reach the product: `PUBLIC_URL`, or where this process listens. */
@Injectable()
export class PublicAddress {
  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  /** The address of a page. @param path from the top, with its slash */
  of(path: string, query: Readonly<Record<string, string>> = {}): string {
    const base = (this.config.publicUrl ?? this.here()).replace(/\/+$/, '');
    const asked = new URLSearchParams(query).toString();
    return `${base}${path}${asked && `?${asked}`}`;
  }

  /** Port 0 is known once the process listens; a worker listens nowhere. */
  private here(): string {
    const { host, port } = this.config;
    const server = this.host.httpAdapter?.getHttpServer() as
      { address?: () => { port: number } | string | null } | undefined;
    const listening = server?.address?.();
    const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${typeof listening === 'object' && listening ? listening.port : port}`;
  }
}
