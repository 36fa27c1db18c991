/// OpenTelemetry's own names (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables), with its units:
/// milliseconds.
extension Variable {
    public static let otlpEndpoint = Variable(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "the collector that traces go to by OTLP over HTTP, such as http://127.0.0.1:4318; empty is off")
    public static let otlpTracesEndpoint = Variable(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "the same as a whole URL, in place of the former with /v1/traces")
    public static let otlpHeaders = Variable(
        "OTEL_EXPORTER_OTLP_HEADERS", "what the collector wants to see: name=value, with commas between",
        isSecret: true)
    public static let otlpTimeout = Variable(
        "OTEL_EXPORTER_OTLP_TIMEOUT", "milliseconds that the collector has for one answer", default: "10000")
    public static let otlpProtocol = Variable(
        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf, the one that is spoken", default: "http/protobuf")
    public static let tracingDisabled = Variable(
        "OTEL_SDK_DISABLED", "no traces, whatever else is set", default: "false")
    public static let tracedService = Variable(
        "OTEL_SERVICE_NAME", "service.name of the traces; each program has its own, such as flotilla-api")
    public static let tracedAttributes = Variable(
        "OTEL_RESOURCE_ATTRIBUTES", "further attributes of what is traced: name=value, with commas between")
    public static let tracesSampler = Variable(
        "OTEL_TRACES_SAMPLER",
        "which traces are kept: always_on, always_off, traceidratio, or parentbased_ and one of these, which follows the caller",
        default: "parentbased_always_on")
    public static let tracesSamplerArgument = Variable(
        "OTEL_TRACES_SAMPLER_ARG", "the ratio of the samplers that have one, from 0 to 1", default: "1")
    public static let spanQueue = Variable(
        "OTEL_BSP_MAX_QUEUE_SIZE", "spans that wait for the collector; further ones are dropped", default: "2048")
    public static let spanBatch = Variable(
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "the most spans in one request", default: "512")
    public static let spanDelay = Variable(
        "OTEL_BSP_SCHEDULE_DELAY", "milliseconds that spans gather while they are fewer", default: "5000")
    public static let spanTimeout = Variable(
        "OTEL_BSP_EXPORT_TIMEOUT", "milliseconds after which spans that could not be sent are dropped",
        default: "30000")

    static let ofTracing: [Variable] = [
        .otlpEndpoint, .otlpTracesEndpoint, .otlpHeaders, .otlpTimeout, .otlpProtocol, .tracingDisabled, .tracedService,
        .tracedAttributes, .tracesSampler, .tracesSamplerArgument, .spanQueue, .spanBatch, .spanDelay, .spanTimeout,
    ]
}
