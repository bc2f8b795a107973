// A thread that fails.
throw new Error('Nobody can work this out.');
