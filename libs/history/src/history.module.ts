import { Module } from '@nestjs/common';
import { HistoryResolver } from './history.resolver.js';
import { Histories } from './history.service.js';

/** The record of changes as those read it whom it concerns. */
@Module({ providers: [Histories, HistoryResolver] })
export class HistoryModule {}
