"""The settings by section, as frozen values. Field names are those of `keys.py`; a test holds the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.domain.callback import Hours
from kiosk.domain.faq import Article
from kiosk.domain.health import Device
from kiosk.domain.house import House, NoPrinter, OfflinePayments, Patience, Task
from kiosk.domain.language import Era, Language
from kiosk.domain.money import EXPONENTS, Money
from kiosk.domain.port_name import AUTO, names
from kiosk.domain.preferences import Scanning
from kiosk.domain.speech import Place
from kiosk.phones import phone_rule


@dataclass(frozen=True, slots=True)
class KioskSection:
    """`size`: width and height in pixels. `data`: a relative one was joined to the folder of `kiosk.ini`."""

    id: str
    zone: ZoneInfo
    size: tuple[int, int]
    data: Path


@dataclass(frozen=True, slots=True)
class PanelSection:
    """The area where pictures show, and its lower edge above the floor; what is drawn without a graphics card."""

    width_mm: int
    height_mm: int
    edge_mm: int
    changes_only: bool
    motion: bool


@dataclass(frozen=True, slots=True)
class BrandSection:
    zh_hant: str
    en: str
    zh_hans: str


@dataclass(frozen=True, slots=True)
class SiteSection:
    name_zh_hant: str
    name_en: str
    name_zh_hans: str
    region: str
    hotline: str
    calls_from: str
    counter_zh_hant: str
    counter_en: str
    counter_zh_hans: str
    wait_minutes: int


@dataclass(frozen=True, slots=True)
class LanguagesSection:
    offered: tuple[Language, ...]
    era: Era


@dataclass(frozen=True, slots=True)
class HomeSection:
    pay: bool
    account: bool
    faq: bool
    callback: bool
    feedback: bool
    services: bool
    booking: bool
    cases: bool
    site: bool
    application: bool


@dataclass(frozen=True, slots=True)
class ReceiptPrinterSection:
    """An empty `port` means: not fitted. `Settings.port` makes it a path."""

    port: str
    baud: int
    flow: str
    width_dots: int
    dpi: int
    letters: str
    near_end_sensor: bool
    confirmation: str
    presenter: str


@dataclass(frozen=True, slots=True)
class CardReaderSection:
    """`protocol`: `stripe`, where `prefixes` count, a reader of tags, where `tag_versions` do, or `auto`, where both do.

    `take_seconds` and `after_power_cut` (`give_back`, `keep`) are about readers that hold a card.
    """

    port: str
    baud: int
    protocol: str
    prefixes: tuple[str, ...]
    tag_versions: tuple[str, ...]
    take_seconds: int
    after_power_cut: str


@dataclass(frozen=True, slots=True)
class CodeScannerSection:
    """`suffix` and `prefix`: how the scanner is set to end and begin what it sends. `trigger`: how it is told to look."""

    port: str
    baud: int
    suffix: str
    prefix: str
    trigger: str


@dataclass(frozen=True, slots=True)
class PaymentTerminalSection:
    """Baud, stop bits and password belong to the protocol "zvt", `terminal_id` and `own_number` to every other."""

    port: str
    protocol: str
    baud: int
    stop_bits: int
    terminal_id: str
    own_number: bool
    password: str = field(repr=False)
    currency: str
    answer_seconds: int
    day_end: str


@dataclass(frozen=True, slots=True)
class CabinetSection:
    """An empty `port` means: not fitted. `door`, `tamper`, `lamp`, `presence`: names of modem lines, or `none`.
    `break_cuts`, `rts_cuts`: names of devices, or `none`."""

    port: str
    door: str
    tamper: str
    lamp: str
    presence: str
    break_cuts: str
    rts_cuts: str
    restart_seconds: int

    @property
    def relays(self) -> dict[Device, str]:
        """Device -> the line that takes its power."""
        lines = {"break": self.break_cuts, "rts": self.rts_cuts}
        return {Device(device): line for line, device in lines.items() if self.port and device != "none"}


@dataclass(frozen=True, slots=True)
class KeypadSection:
    """An empty `port` means: not fitted. Of each key the kernel's codes."""

    port: str
    next: tuple[int, ...]
    previous: tuple[int, ...]
    select: tuple[int, ...]
    back: tuple[int, ...]
    repeat: tuple[int, ...]
    volume_up: tuple[int, ...]
    volume_down: tuple[int, ...]
    headphones_in: tuple[int, ...]
    headphones_out: tuple[int, ...]
    switch_move: tuple[int, ...]
    switch_choose: tuple[int, ...]
    scanning: str
    scan_seconds: int
    again_ms: int


@dataclass(frozen=True, slots=True)
class PowerSection:
    """`ups`: `NAME@HOST` or `NAME@HOST:PORT`; empty: none."""

    ups: str


@dataclass(frozen=True, slots=True)
class SoundSection:
    """`volume` 0 to 100."""

    volume: int


@dataclass(frozen=True, slots=True)
class VoiceSection:
    """`headphones`, `loud`: ALSA's names of devices; `rate` in words a minute; `softened` in decibels; 0
    `beacon_seconds`: it never calls; `clips`: the folder of recorded sentences, or empty. Of each part that is felt for,
    its Place."""

    offered: bool
    headphones: str
    loud: str
    rate: int
    softened: int
    beacon_seconds: int
    clips: str
    keypad: Place
    jack: Place
    card_reader: Place
    code_scanner: Place
    payment_terminal: Place
    receipt_printer: Place

    @property
    def places(self) -> dict[str, Place]:
        felt = "keypad", "jack", "card_reader", "code_scanner", "payment_terminal", "receipt_printer"
        return {name: getattr(self, name) for name in felt}


@dataclass(frozen=True, slots=True)
class CrmSection:
    """`ca_file` as it is written; `Settings.ca_file` says where that is."""

    url: str
    poll_seconds: int
    timeout_seconds: int
    ca_file: str
    batch: int


@dataclass(frozen=True, slots=True)
class StoreSection:
    """`recovery_key`: 32 raw bytes of an X25519 public key; empty: none."""

    keys: Path
    recovery_key: bytes


@dataclass(frozen=True, slots=True)
class PaymentsSection:
    """`cap` and `offline_cap` in major units of the terminal's currency; `Settings.money` makes them Money."""

    cap: Decimal
    offline: bool
    offline_cap: Decimal
    offline_count: int
    offline_hours: int
    copies: int
    receipt_page: str
    receipt_days: int
    no_printer: str
    slip_days: int
    issue_of_goods: bool
    fresh_minutes: int
    inquiries: int
    inquiry_pause_seconds: int


@dataclass(frozen=True, slots=True)
class PatienceSection:
    idle_seconds: int
    warning_seconds: int
    done_seconds: int
    charge_seconds: int
    broken_seconds: int
    gone_seconds: int
    maintenance_seconds: int
    attract_loop: bool


@dataclass(frozen=True, slots=True)
class CallbackSection:
    windows: tuple[tuple[time, time], ...]
    weekdays: tuple[int, ...]
    soonest_minutes: int


@dataclass(frozen=True, slots=True)
class EmailSection:
    offered: bool
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeSection:
    version: str


@dataclass(frozen=True, slots=True)
class SurveySection:
    url: str


@dataclass(frozen=True, slots=True)
class RatingSection:
    """`every` in visits; 0: never."""

    every: int


@dataclass(frozen=True, slots=True)
class MaintenanceSection:
    pin_hash: str = field(repr=False)
    tries: int
    lock_minutes: int


@dataclass(frozen=True, slots=True)
class AssistSection:
    """`staff`: number and argon2id hash of the PIN, of each."""

    staff: tuple[tuple[str, str], ...] = field(repr=False)
    more_minutes: int
    calls: bool


@dataclass(frozen=True, slots=True)
class AccessSection:
    outside_reader: bool


@dataclass(frozen=True, slots=True)
class LogsSection:
    level: str
    keep_days: int


@dataclass(frozen=True, slots=True)
class Settings:
    kiosk: KioskSection
    panel: PanelSection
    brand: BrandSection
    site: SiteSection
    languages: LanguagesSection
    home: HomeSection
    receipt_printer: ReceiptPrinterSection
    receipt_printer_2: ReceiptPrinterSection
    card_reader: CardReaderSection
    code_scanner: CodeScannerSection
    payment_terminal: PaymentTerminalSection
    cabinet: CabinetSection
    keypad: KeypadSection
    power: PowerSection
    sound: SoundSection
    voice: VoiceSection
    crm: CrmSection
    store: StoreSection
    payments: PaymentsSection
    patience: PatienceSection
    callback: CallbackSection
    email: EmailSection
    notice: NoticeSection
    survey: SurveySection
    rating: RatingSection
    maintenance: MaintenanceSection
    assist: AssistSection
    access: AccessSection
    logs: LogsSection

    def port(self, port: str, data: Path) -> str:
        """A port of these settings as a driver opens it: URLs as they are, relative files within `data`."""
        if "://" in port or port == AUTO or port.startswith("usb:"):
            return port
        return ",".join(str(data / name) for name in names(port))

    def ca_file(self, data: Path) -> str:
        """Where the authority's certificate lies; empty: none was given."""
        return str(data / self.crm.ca_file) if self.crm.ca_file else ""

    def money(self, amount: Decimal) -> Money:
        """An amount of these settings in minor units of the terminal's currency."""
        currency = self.payment_terminal.currency
        return Money(int(amount.scaleb(EXPONENTS[currency])), currency)

    def house(self, articles: Sequence[Article]) -> House:
        """What of this a visit may depend on."""
        return House(
            kiosk_id=self.kiosk.id,
            brand=_in_each(self.brand.zh_hant, self.brand.en, self.brand.zh_hans),
            site=_in_each(self.site.name_zh_hant, self.site.name_en, self.site.name_zh_hans),
            hotline=self.site.hotline,
            calls_from=self.site.calls_from,
            counter=_in_each(self.site.counter_zh_hant, self.site.counter_en, self.site.counter_zh_hans),
            tasks=tuple(task for task in Task if getattr(self.home, task.value)),
            languages=self.languages.offered,
            cap=self.money(self.payments.cap),
            offline=OfflinePayments(
                self.payments.offline,
                self.money(self.payments.offline_cap),
                self.payments.offline_count,
                timedelta(hours=self.payments.offline_hours),
            ),
            no_printer=NoPrinter(self.payments.no_printer),
            patience=self._patience(),
            hours=self._hours(),
            articles=tuple(articles),
            notice=self.notice.version,
            survey_url=self.survey.url,
            receipt_page=self.payments.receipt_page.rstrip("/"),
            receipt_days=self.payments.receipt_days,
            rating_every=self.rating.every,
            phone_fits=phone_rule(self.site.region),
            fresh=timedelta(minutes=self.payments.fresh_minutes),
            inquiries=self.payments.inquiries,
            inquiry_pause=timedelta(seconds=self.payments.inquiry_pause_seconds),
            slip_days=self.payments.slip_days,
            held=self.payments.issue_of_goods,
            wait_limit=timedelta(minutes=self.site.wait_minutes),
            email=self.email.offered,
            email_endings=self.email.endings,
            assist=bool(self.assist.staff),
            assist_time=timedelta(minutes=self.assist.more_minutes),
            calls=self.assist.calls,
            relays=frozenset(self.cabinet.relays),
            restart_pause=timedelta(seconds=self.cabinet.restart_seconds),
            scanning=Scanning(self.keypad.scanning),
            scan_pace=timedelta(seconds=self.keypad.scan_seconds),
            speaks=self.voice.offered,
            places=self.voice.places,
            # a reader from outside would read out every slide, to nobody
            attract_loop=self.patience.attract_loop and not self.access.outside_reader,
        )

    def _hours(self) -> Hours:
        soonest = timedelta(minutes=self.callback.soonest_minutes)
        return Hours(self.callback.windows, self.callback.weekdays, soonest)

    def _patience(self) -> Patience:
        return Patience(
            idle=timedelta(seconds=self.patience.idle_seconds),
            warning=timedelta(seconds=self.patience.warning_seconds),
            done=timedelta(seconds=self.patience.done_seconds),
            maintenance=timedelta(seconds=self.patience.maintenance_seconds),
            charge=timedelta(seconds=self.patience.charge_seconds),
            broken=timedelta(seconds=self.patience.broken_seconds),
            gone=timedelta(seconds=self.patience.gone_seconds),
        )


def _in_each(zh_hant: str, en: str, zh_hans: str) -> Mapping[Language, str]:
    return {Language.ZH_HANT: zh_hant, Language.EN: en, Language.ZH_HANS: zh_hans}
