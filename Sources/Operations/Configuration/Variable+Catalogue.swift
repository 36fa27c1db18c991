extension Variable {
    public static let databaseURL = Variable(
        "DATABASE_URL", "PostgreSQL, as a libpq URI; several hosts allowed", isSecret: true)
    public static let redisURL = Variable(
        "REDIS_URL",
        "Redis: redis://, rediss://, redis+sentinel://host:port,host:port/service or redis+cluster://host:port,host:port",
        isSecret: true)
    public static let host = Variable("HOST", "where the API listens", default: "127.0.0.1")
    public static let port = Variable("PORT", "where the API listens; 0 picks a free port", default: "8080")
    public static let metricsPort = Variable(
        "METRICS_PORT", "where a worker serves /metrics, /healthz and /readyz; empty is off, 0 picks a free port")
    public static let metricsHost = Variable(
        "METRICS_HOST", "where METRICS_PORT listens; 0.0.0.0 in a container, for what probes and scrapes it",
        default: "127.0.0.1")
    public static let jwtSecret = Variable("JWT_SECRET", "HS256 secret of at least 32 bytes", isSecret: true)
    public static let jwtPublicKeyFile = Variable(
        "JWT_PUBLIC_KEY_FILE", "PEM file of the public key for RS256, ES256 or EdDSA")
    public static let concurrency = Variable(
        "CONCURRENCY", "jobs at once in one process; each worker has its own default")
    public static let shutdownGrace = Variable(
        "SHUTDOWN_GRACE", "time that running jobs get after SIGTERM", default: "25s")
    public static let lease = Variable("LEASE", "how long a silent worker keeps a job", default: "30s")
    public static let logLevel = Variable("LOG_LEVEL", "trace, debug, info, warning or error", default: "info")
    public static let logFormat = Variable("LOG_FORMAT", "text or json; text on a terminal, else json")

    public static let awsEndpointURL = Variable("AWS_ENDPOINT_URL", "another endpoint than AWS's own")
    public static let awsRegion = Variable("AWS_REGION", "the home region", default: "us-east-1")
    public static let awsAccessKeyID = Variable("AWS_ACCESS_KEY_ID", "the access key's id", mayBeInFile: true)
    public static let awsSecretAccessKey = Variable("AWS_SECRET_ACCESS_KEY", "the access key's secret", isSecret: true)
    public static let awsSessionToken = Variable(
        "AWS_SESSION_TOKEN", "the token of temporary credentials", isSecret: true)
    public static let awsWebIdentityTokenFile = Variable(
        "AWS_WEB_IDENTITY_TOKEN_FILE", "the file of the token that AWS_ROLE_ARN is assumed with, such as EKS's")
    public static let awsRoleARN = Variable("AWS_ROLE_ARN", "the fleet's own role, for AWS_WEB_IDENTITY_TOKEN_FILE")
    public static let awsRoleSessionName = Variable(
        "AWS_ROLE_SESSION_NAME", "the name of that role's sessions", default: "flotilla")
    public static let awsContainerURL = Variable(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "where a container's credentials are, such as EKS Pod Identity's")
    public static let awsContainerPath = Variable(
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "the same as a path at 169.254.170.2, such as ECS's")
    public static let awsContainerToken = Variable(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "the token that is shown there", isSecret: true, mayBeInFile: false)
    public static let awsContainerTokenFile = Variable(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "the file of the token that is shown there")
    public static let awsMetadataDisabled = Variable(
        "AWS_EC2_METADATA_DISABLED", "does not ask the instance's metadata for credentials", default: "false")
    public static let awsMetadataEndpoint = Variable(
        "AWS_EC2_METADATA_SERVICE_ENDPOINT", "where an instance's metadata are", default: "http://169.254.169.254")

    public static let flotillaBench = Variable("FLOTILLA_BENCH", "1 allows the bench.* kinds", default: "0")
    public static let mostOpenPerQueue = Variable(
        "FLOTILLA_MAX_OPEN_JOBS_PER_QUEUE", "open jobs of a queue beyond which the API answers 503", default: "5000000")
    public static let mostOpenPerTenant = Variable(
        "FLOTILLA_MAX_OPEN_JOBS_PER_TENANT", "open jobs of a tenant beyond which the API answers 429; empty is no bound"
    )
    public static let trustedProxies = Variable(
        "FLOTILLA_TRUSTED_PROXIES",
        "addresses and networks, with commas between, of the proxies whose X-Forwarded-For the API believes")
    public static let corsOrigins = Variable(
        "FLOTILLA_CORS_ORIGINS",
        "origins, with commas between, of the pages whose scripts may call the API from a browser; empty is none")
    public static let siteFolder = Variable(
        "FLOTILLA_SITE_DIR",
        "a folder that the dashboard's files are read from at each request, for those who write them; empty: the built-in ones"
    )
    public static let executorMemory = Variable(
        "FLOTILLA_EXECUTOR_MEMORY", "resident memory above which an executor is replaced", default: "1GiB")
    public static let executorJobs = Variable(
        "FLOTILLA_EXECUTOR_JOBS", "jobs after which an executor is replaced; 0 for never", default: "0")
    public static let flotillaDirectory = Variable(
        "FLOTILLA_DIR", "where ./run keeps its servers' data", default: ".flotilla")
    public static let jobRetention = Variable(
        "FLOTILLA_JOB_RETENTION", "how long jobs are kept that succeeded or were cancelled; 1d at least", default: "30d"
    )
    public static let failedJobRetention = Variable(
        "FLOTILLA_FAILED_JOB_RETENTION", "how long jobs are kept that failed; 1d at least", default: "90d")
    public static let auditRetention = Variable(
        "FLOTILLA_AUDIT_RETENTION", "how long is kept who did what to what; 1d at least", default: "400d")
    public static let bench = Variable("BENCH", "serve the bench queue too", default: "0", form: .flag)

    /// What the processes of every fleet read, in the order of the reference documentation; domains add their own.
    public static let ofEveryFleet: [Variable] =
        [
            .databaseURL, .redisURL, .host, .port, .metricsHost, .metricsPort, .jwtSecret, .jwtPublicKeyFile,
            .concurrency,
            .shutdownGrace, .lease, .logLevel, .logFormat,
            .awsEndpointURL, .awsRegion, .awsAccessKeyID, .awsSecretAccessKey, .awsSessionToken,
            .awsWebIdentityTokenFile, .awsRoleARN, .awsRoleSessionName, .awsContainerURL, .awsContainerPath,
            .awsContainerToken, .awsContainerTokenFile, .awsMetadataDisabled, .awsMetadataEndpoint,
            .flotillaBench, .mostOpenPerQueue, .mostOpenPerTenant, .trustedProxies, .corsOrigins, .siteFolder,
            .executorMemory,
            .executorJobs,
            .jobRetention, .failedJobRetention, .auditRetention, .flotillaDirectory, .bench,
        ] + ofTracing
}
