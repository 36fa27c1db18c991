public import Operations

extension Variable {
    public static let resourceRetention = Variable(
        "FLOTILLA_RESOURCE_RETENTION", "how long scans and what they found are kept; 30d at least", default: "400d")
    public static let metricRetention = Variable(
        "FLOTILLA_METRIC_RETENTION", "how long points of metrics are kept; 30d at least", default: "100d")
    public static let scanMetricsLimit = Variable(
        "FLOTILLA_SCAN_METRICS_LIMIT",
        "series of metrics that one run may ask a tenant's cloud for, which bills them; 0 for none",
        default: "1000")
    public static let roleTrustCheck = Variable(
        "FLOTILLA_ROLE_TRUST_CHECK",
        "whether roles are refused that open without their tenant's external id or are in our own account: on, off, or auto "
            + "(on, but not where AWS_ENDPOINT_URL is set)", default: "auto")

    /// What the processes of scans read.
    static let ofScans: [Variable] = [.resourceRetention, .metricRetention, .scanMetricsLimit, .roleTrustCheck]
}
