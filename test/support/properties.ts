import fc from 'fast-check';

/**
 * The seed of all properties is fixed, so that a red run is red again for whoever looks; PROPERTIES_SEED tries others.
 * A counter-example found by another seed belongs in a test of its own.
 */
fc.configureGlobal({ seed: Number(process.env['PROPERTIES_SEED'] ?? 20141) });
