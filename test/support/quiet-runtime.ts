import { DefaultLogger, Runtime } from '@temporalio/worker';

// The SDK's own lines would bury a failing test's; what a test expects, it asserts.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
