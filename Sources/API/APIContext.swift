import Accounts
import Assembly
import Billing
import Broker
import Cryptography
import Fleet
import Foundation
import Generations
import Jobs
import Notifications
import Operations
import Postgres
import Redis
import School
import Storage
import Tracing

/// What the routes are made of.
struct APIContext: Sendable {
    let connections: Connections
    let redis: RedisClient
    let broker: RedisBroker
    let logger: Logger
    let metrics: APIMetrics
    let refusals: RefusalReport
    /// nil where nothing is traced.
    let traces: SpanExporter?
    let minter = JobIDMinter()
    let offers: OfferService
    let watch: JobWatch
    let streams: StreamHub
    let inboxes: InboxHub
    let topics: TopicHub
    let conversations: ConversationHub
    let explainer: JobExplainer
    let figures: FleetFigures
    /// How long a worker may be silent.
    let lease: Duration
    let health: HealthMonitor
    let healthDatabase: Database
    let verifier: TokenVerifier
    let revocations: RevocationWatch
    /// nil when tokens come from somewhere else: with a public key alone no sign-in is possible here.
    let authenticator: Authenticator?
    /// Once in ten seconds for an address and a reason.
    let authFailureLines = RepeatLimit(every: .seconds(10), maximumKeys: 1024)
    let kinds: KnownKinds
    let backlog: AdmissionControl
    let lists: ListConnections
    let allowsBench: Bool
    let notifications: NotificationSettings
    let billing: BillingSettings
    let generations: GenerationSettings
    let school: SchoolSettings
    /// Of the pages whose scripts may call.
    let crossOrigins: [String]
    /// What a request by cookie is held to.
    let pages: PageOrigin
    /// Where the dashboard's files are read from while they are written; nil: those that are built in.
    let siteFolder: String?

    var store: PostgresJobStore { connections.store }

    init(
        _ configuration: APIConfiguration, _ notifications: NotificationSettings, _ billing: BillingSettings,
        _ generations: GenerationSettings, _ school: SchoolSettings, logger: Logger
    ) throws {
        self.notifications = notifications
        self.billing = billing
        self.generations = generations
        self.school = school
        self.logger = logger
        connections = try Connections(
            databaseURL: configuration.common.databaseURL, name: "api", shared: 4, domainConnections: 2,
            callDeadline: .seconds(10))
        lists = try ListConnections(databaseURL: configuration.common.databaseURL)
        let (redis, broker) = try Connections.broker(redisURL: configuration.common.redisURL, name: "api")
        self.redis = redis
        self.broker = broker
        metrics = APIMetrics()
        traces = configuration.common.traces(of: "api", registry: metrics.registry, logger: logger)
        refusals = RefusalReport(metrics: metrics, logger: logger)
        let backlog = AdmissionControl(
            perQueue: configuration.mostOpenPerQueue, perTenant: configuration.mostOpenPerTenant,
            store: connections.store, broker: broker)
        self.backlog = backlog
        offers = OfferService(broker: broker, logger: logger) { backlog.offered($0) }
        watch = JobWatch(store: connections.store)
        let unread = UnreadEvents(onRefusal: refusals.report)
        streams = StreamHub(store: connections.store, reader: broker, unread: unread)
        inboxes = InboxHub(
            store: NotificationStore(database: connections.domains, jobs: connections.store), unread: unread)
        topics = TopicHub(store: connections.store, broker: broker, unread: unread)
        conversations = ConversationHub(
            store: SchoolStore(database: connections.domains), broker: broker, unread: unread)
        // On a connection of its own: whatever callers do with the shared ones, health is judged in time.
        let ownDatabase = try Connections.database(url: configuration.common.databaseURL, name: "api-health")
        healthDatabase = ownDatabase
        let health = HealthMonitor(
            database: ownDatabase, needing: Domains.migrations, redis: redis, broker: broker,
            queues: { Domains.queues }, registry: metrics.registry, logger: logger)
        self.health = health
        lease = configuration.common.lease
        figures = FleetFigures(store: connections.store, broker: broker)
        explainer = JobExplainer(
            store: connections.store, broker: broker, lease: configuration.common.lease, redisLimit: Self.redisLimit
        ) { health.trouble(of: $0) }
        revocations = RevocationWatch(store: AccountStore(database: connections.domains), logger: logger)
        allowsBench = configuration.common.allowsBench
        crossOrigins = configuration.corsOrigins
        pages = PageOrigin(publicURL: notifications.publicURL)
        siteFolder = configuration.siteFolder
        metrics.registry.collectSchedules(from: ScheduleStore(database: connections.database))
        kinds = KnownKinds(
            Domains.kinds(includingBench: allowsBench), store: connections.store, allowsBench: allowsBench)
        switch configuration.tokenKey {
        case .secret(let secret):
            let bytes = Array(secret.reveal().utf8)
            let keys = try TokenKeys(secret: bytes)
            secret.onChange { try keys.renew(Array($0.utf8)) }
            verifier = secret.isRenewable ? .renewed(keys) : .fixed(try .secret(bytes))
            let minter = minter
            authenticator = Authenticator(
                store: AccountStore(database: connections.domains), hasher: PasswordHasher(), keys: keys,
                newID: { minter.mint().uuid })
        case .publicKeyFile(let path):
            verifier = .fixed(try .publicKey(pem: String(contentsOfFile: path, encoding: .utf8)))
            authenticator = nil
        }
    }
}
