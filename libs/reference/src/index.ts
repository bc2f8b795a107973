// The vocabulary of #statutes enters the schema with this library.
import './vocabulary.graphql.js';

export * from './convert-postcodes.js';
export * from './convert-schools.js';
export * from './csv.js';
export * from './employer-mix.js';
export * from './grid.js';
export * from './import-report.js';
export * from './import-schools.js';
export * from './import-sic.js';
export * from './place.graphql.js';
export * from './places.js';
export * from './postcode.graphql.js';
export * from './postcode.rules.js';
export * from './postcodes.js';
export * from './reference.module.js';
export * from './register-edition.js';
export * from './register-import.js';
export * from './school.entity.js';
export * from './school.graphql.js';
export * from './school.loader.js';
export * from './school.words.js';
export * from './sector-codes.js';
export * from './sector.decorator.js';
export * from './sector.entity.js';
export * from './sector.graphql.js';
export * from './sector.service.js';
export * from './sector-tree.js';
