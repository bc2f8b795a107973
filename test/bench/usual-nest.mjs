import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import { APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import { ApolloDriver } from '@nestjs/apollo';
import { GraphQLISODateTime, GraphQLModule, Int, Float } from '@nestjs/graphql';
import * as gql from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Type } from 'class-transformer';
import DataLoader from 'dataloader';
import { Column, Entity, In, PrimaryColumn } from 'typeorm';

// What the tutorials of Nest add up to, as a second reference: entities that are the GraphQL types, repositories, a query
// builder, a guard, a validation pipe, field resolvers with a loader each. It has the same index and the same order as the
// product, and none of its rules. The decorators are called by hand, so that it runs without a compiler.

/** `@a @b property: type` of a class. */
function property(target, name, type, ...decorators) {
  Reflect.defineMetadata('design:type', type, target.prototype, name);
  for (const decorate of decorators.reverse()) decorate(target.prototype, name);
}

/** `@a @b method(@c one: Type)` of a class. */
function method(target, name, types, parameters, ...decorators) {
  Reflect.defineMetadata('design:paramtypes', types, target.prototype, name);
  parameters.forEach((decorate, index) => decorate(target.prototype, name, index));
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
  for (const decorate of decorators.reverse()) decorate(target.prototype, name, descriptor);
}

const text = (name) => Column('text', name ? { name } : {});

class Employer {}
property(
  Employer,
  'id',
  String,
  gql.Field(() => gql.ID),
  PrimaryColumn('text'),
);
property(Employer, 'name', String, gql.Field(), text());
Entity('employer')(Employer);
gql.ObjectType()(Employer);

class Slot {}
property(
  Slot,
  'id',
  String,
  gql.Field(() => gql.ID),
  PrimaryColumn('text'),
);
property(Slot, 'offerId', String, text('offer_id'));
property(
  Slot,
  'startsAt',
  Date,
  gql.Field(() => GraphQLISODateTime),
  Column('timestamptz', { name: 'starts_at' }),
);
property(
  Slot,
  'endsAt',
  Date,
  gql.Field(() => GraphQLISODateTime),
  Column('timestamptz', { name: 'ends_at' }),
);
property(
  Slot,
  'remaining',
  Number,
  gql.Field(() => Int),
  Column('integer'),
);
Entity('slot')(Slot);
gql.ObjectType()(Slot);

class Offer {}
property(
  Offer,
  'id',
  String,
  gql.Field(() => gql.ID),
  PrimaryColumn('text'),
);
property(Offer, 'employerId', String, text('employer_id'));
property(Offer, 'title', String, gql.Field(), text());
property(Offer, 'description', String, gql.Field(), text());
property(Offer, 'activityType', String, gql.Field(), text('activity_type'));
property(Offer, 'postcode', String, gql.Field(), text());
property(
  Offer,
  'createdAt',
  Date,
  gql.Field(() => GraphQLISODateTime),
  Column('timestamptz', { name: 'created_at' }),
);
Entity('offer')(Offer);
gql.ObjectType()(Offer);

class School {}
property(School, 'urn', Number, PrimaryColumn('integer'));
property(School, 'place', Object, Column('point'));
Entity('school')(School);

class OfferEdge {}
property(
  OfferEdge,
  'distanceKm',
  Number,
  gql.Field(() => Float),
);
property(
  OfferEdge,
  'node',
  Offer,
  gql.Field(() => Offer),
);
gql.ObjectType()(OfferEdge);
class PageInfo {}
property(PageInfo, 'hasNextPage', Boolean, gql.Field());
gql.ObjectType()(PageInfo);
class OfferConnection {}
property(
  OfferConnection,
  'edges',
  Array,
  gql.Field(() => [OfferEdge]),
);
property(
  OfferConnection,
  'pageInfo',
  PageInfo,
  gql.Field(() => PageInfo),
);
gql.ObjectType()(OfferConnection);

class NearInput {}
property(
  NearInput,
  'urn',
  Number,
  gql.Field(() => Int),
  IsInt(),
);
gql.InputType()(NearInput);
class OfferFilter {}
property(OfferFilter, 'sector', String, gql.Field({ nullable: true }), IsOptional(), IsString());
gql.InputType()(OfferFilter);
class OffersArgs {}
property(
  OffersArgs,
  'near',
  NearInput,
  gql.Field(() => NearInput),
  Type(() => NearInput),
);
property(
  OffersArgs,
  'filter',
  OfferFilter,
  gql.Field(() => OfferFilter),
  Type(() => OfferFilter),
);
property(
  OffersArgs,
  'first',
  Number,
  gql.Field(() => Int, { defaultValue: 20 }),
  IsInt(),
);
gql.ArgsType()(OffersArgs);

class AuthGuard {
  canActivate(context) {
    const { req } = gql.GqlExecutionContext.create(context).getContext();
    return req.headers.authorization === undefined;
  }
}

class OffersService {
  constructor(offers, employers, slots, schools) {
    Object.assign(this, { offers, employers, slots, schools });
  }

  async nearest({ near, filter, first }) {
    const { place } = await this.schools.findOneByOrFail({ urn: near.urn });
    const { entities, raw } = await this.offers
      .createQueryBuilder('offer')
      .innerJoin('offer_place', 'found', 'found.offer_id = offer.id AND found.sector = :sector', filter)
      .addSelect('found.place <-> :place', 'metres')
      .where(
        'EXISTS (SELECT FROM slot WHERE slot.offer_id = found.offer_id AND slot.remaining > 0 AND slot.bookable_until > now())',
      )
      .orderBy('found.place <-> :place')
      .addOrderBy('found.offer_id')
      .setParameter('place', `(${place.x},${place.y})`)
      .limit(first + 1)
      .getRawAndEntities();
    return {
      edges: entities
        .slice(0, first)
        .map((node, index) => ({ node, distanceKm: Math.round(raw[index].metres / 100) / 10 })),
      pageInfo: { hasNextPage: entities.length > first },
    };
  }

  loaders() {
    return {
      employer: new DataLoader(async (ids) => {
        const found = new Map(
          (await this.employers.findBy({ id: In([...ids]) })).map((one) => [one.id, one]),
        );
        return ids.map((id) => found.get(id));
      }),
      slots: new DataLoader(async (ids) => {
        const found = await this.slots.find({
          where: { offerId: In([...ids]) },
          order: { startsAt: 'ASC', id: 'ASC' },
        });
        return ids.map((id) => found.filter(({ offerId }) => offerId === id));
      }),
    };
  }
}

class OffersResolver {
  constructor(service) {
    this.service = service;
  }
  offers(args) {
    return this.service.nearest(args);
  }
  activityType(offer) {
    return offer.activityType.toUpperCase();
  }
  employer(offer, { loaders }) {
    return loaders.employer.load(offer.employerId);
  }
  slots(offer, { loaders }) {
    return loaders.slots.load(offer.id);
  }
}
const [parent, context] = [gql.Parent(), gql.Context()];
method(
  OffersResolver,
  'offers',
  [OffersArgs],
  [gql.Args()],
  gql.Query(() => OfferConnection),
);
method(
  OffersResolver,
  'activityType',
  [Offer],
  [parent],
  gql.ResolveField(() => String),
);
method(
  OffersResolver,
  'employer',
  [Offer, Object],
  [parent, context],
  gql.ResolveField(() => Employer),
);
method(
  OffersResolver,
  'slots',
  [Offer, Object],
  [parent, context],
  gql.ResolveField(() => [Slot]),
);
gql.Resolver(() => Offer)(OffersResolver);

const entities = [Offer, Employer, Slot, School];
const service = {
  provide: OffersService,
  useFactory: (...repositories) => new OffersService(...repositories),
  inject: entities.map((entity) => getRepositoryToken(entity)),
};

class OffersModule {}
Module({
  imports: [TypeOrmModule.forFeature(entities)],
  providers: [
    service,
    { provide: OffersResolver, useFactory: (offers) => new OffersResolver(offers), inject: [OffersService] },
  ],
  exports: [OffersService],
})(OffersModule);

class AppModule {}
Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities,
      poolSize: 20,
    }),
    OffersModule,
    GraphQLModule.forRootAsync({
      driver: ApolloDriver,
      imports: [OffersModule],
      inject: [OffersService],
      useFactory: (offers) => ({
        autoSchemaFile: true,
        graphiql: false,
        context: (req) => ({ req, loaders: offers.loaders() }),
      }),
    }),
  ],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_PIPE, useValue: new ValidationPipe({ transform: true }) },
  ],
})(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
await app.listen(Number(process.env.PORT), '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
