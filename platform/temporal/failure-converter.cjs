// CommonJS, because the SDK loads this file with require(), also into the workflow bundle (sdk-typescript#1292).
// Messages and stack traces of failures become a payload, so that the codec encrypts them too.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
