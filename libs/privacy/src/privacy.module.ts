import { Module } from '@nestjs/common';
import { Retention } from './retention.service.js';

/** What is held of people: for how long, told to them, and erased. */
@Module({ providers: [Retention] })
export class PrivacyModule {}
