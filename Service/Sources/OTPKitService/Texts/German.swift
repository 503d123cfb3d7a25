// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The German texts: a name, an equals sign, the text.
let germanTexts = """
  frame.skip = Zum Inhalt springen
  nav.label = Hauptmenü
  nav.settings = Sicherheit
  nav.history = Anmeldeverlauf
  nav.people = Personen
  nav.policy = Richtlinie
  nav.audit = Protokoll
  nav.signOut = Abmelden
  nav.outbox = Postausgang der Demo
  wait.second = Versuchen Sie es in einer Sekunde wieder.
  wait.seconds = Versuchen Sie es in {0} Sekunden wieder.
  wait.minutes = Versuchen Sie es in {0} Minuten wieder.
  time.never = nie
  factor.totp = Authenticator-App
  factor.sms = SMS
  factor.backup = Ersatzcode
  problem.home = Zur Startseite
  problem.400.title = Diese Anfrage ist nicht lesbar
  problem.400 = Etwas daran ist fehlerhaft. Gehen Sie zurück und versuchen \
  Sie es noch einmal.
  problem.403.title = Dieses Formular ist veraltet
  problem.403 = Es wurde vor einer An- oder Abmeldung oder von einer anderen \
  Seite geöffnet. Nichts wurde geändert.
  problem.404.title = Diese Seite gibt es nicht
  problem.404 = Vielleicht ist die Adresse falsch, oder die Seite ist nicht \
  für Sie.
  problem.413.title = Das ist zu viel
  problem.413 = Das Formular ist größer, als dieser Dienst annimmt.
  problem.429.title = Zu viele Anmeldungen auf einmal
  problem.429 = Von Ihrer Adresse kamen gerade sehr viele. Nichts wurde geändert; \
  versuchen Sie es in einer Minute noch einmal.
  problem.500.title = Hier ist etwas schiefgegangen
  problem.500 = Nichts wurde geändert. Versuchen Sie es gleich noch einmal.
  problem.503.title = Der Dienst ist beschäftigt
  problem.503 = Ihr Konto ist gerade nicht erreichbar. Nichts wurde geändert; \
  versuchen Sie es gleich noch einmal.
  signIn.title = Anmelden
  signIn.lead = Willkommen bei {0}.
  signIn.name = Name oder E-Mail-Adresse
  signIn.password = Passwort
  signIn.button = Weiter
  signIn.forgotten = Passwort vergessen?
  signIn.refused = Der Name oder das Passwort stimmt nicht.
  signIn.again = Bitte melden Sie sich erneut an: Dafür ist eine frische \
  Anmeldung mit dem zweiten Schritt nötig.
  again.title = Sind Sie es noch?
  again.lead.second = Dafür ist eine frische Anmeldung nötig. Zeigen Sie den \
  zweiten Schritt noch einmal, und beginnen Sie dann von vorn.
  again.lead.password = Dafür ist eine frische Anmeldung nötig. Geben Sie Ihr \
  Passwort noch einmal ein, und beginnen Sie dann von vorn.
  signOut.done = Sie sind abgemeldet. Dieses Gerät wird beim nächsten Mal \
  nach dem zweiten Schritt gefragt.
  signOn.button = Mit {0} anmelden
  signOn.going.title = Weiter zu {0}
  signOn.going = Sie melden sich dort an und kommen hierher zurück.
  signOn.going.link = Zu {0} gehen
  signOn.cancelled = Sie haben sich bei {0} nicht angemeldet. Nichts wurde \
  geändert.
  signOn.stale = Diese Anmeldung wurde in einem anderen Browser oder vor mehr \
  als zehn Minuten begonnen, oder sie ist schon abgeschlossen. Beginnen Sie \
  noch einmal.
  signOn.failed = {0} kann Sie gerade nicht anmelden. Nichts wurde geändert; \
  versuchen Sie es gleich noch einmal.
  signOn.refused = Der Antwort von {0} ist nicht zu trauen. Nichts wurde \
  geändert; beginnen Sie noch einmal.
  signOn.nobody = Ihr Konto bei {0} ist hier mit keinem Konto verknüpft. \
  Melden Sie sich mit Ihrem Passwort an und verknüpfen Sie es unter \
  Sicherheit.
  signOn.taken = Ihr Konto bei {0} ist hier mit jemand anderem verknüpft.
  identities.title = Konten bei anderen
  identities.lead = Melden Sie sich hier mit einem Konto an, das Sie anderswo \
  haben.
  identities.linked = Verknüpft
  identities.none = Nicht verknüpft
  identities.link = {0} verknüpfen
  identities.link.lead = Eine Anmeldung bei {0} meldet Sie dann auch hier an.
  identities.unlink = {0} trennen
  identities.unlink.lead = Eine Anmeldung dort lässt hier niemanden mehr ein. \
  Jede andere Sitzung endet, und kein Gerät bleibt gemerkt.
  done.linked = Sie können sich ab jetzt damit anmelden.
  done.unlinked = Niemand kann sich mehr damit anmelden.
  second.title = Zweiter Schritt
  second.lead.totp = Öffnen Sie Ihre Authenticator-App und geben Sie die \
  sechs Ziffern ein.
  second.lead.sms = Wir senden sechs Ziffern an Ihr Telefon. Sie gelten eine \
  Minute.
  second.lead.backup = Geben Sie einen der gespeicherten Codes ein. Jeder \
  gilt einmal.
  second.remember = Dieses Gerät {0} Tage lang merken
  second.send = Code senden
  second.button = Weiter
  second.use.totp = Authenticator-App verwenden
  second.use.sms = SMS erhalten
  second.use.backup = Ersatzcode verwenden
  second.lost = Gerät verloren?
  code.label.totp = Sechsstelliger Code
  code.label.sms = Code aus der Nachricht
  code.label.backup = Ersatzcode
  code.refused = Dieser Code stimmt nicht oder gilt nicht mehr.
  code.sent = Ein Code ist unterwegs. Er gilt eine Minute.
  code.notSent = Es wurde gerade kein Code gesendet.
  resync.title = Meine Codes gehen nie
  resync.lead = Vielleicht geht die Uhr Ihrer App falsch. Geben Sie zwei \
  Codes nacheinander ein.
  resync.first = Erster Code
  resync.second = Der Code danach
  resync.button = Uhren abgleichen
  lost.title = Verlorenes Gerät
  lost.lead = Geben Sie die letzten vier Ziffern Ihrer Telefonnummer ein. Wir \
  senden einen Code an dieses Telefon.
  lost.digits = Letzte vier Ziffern Ihrer Nummer
  lost.button = Code senden
  lost.noPhone = Kein Telefon mehr? Bitten Sie die Verwaltung, Ihren zweiten \
  Schritt zurückzusetzen.
  lost.back = Zurück zum zweiten Schritt
  lost.sent = Wenn diese Ziffern hinterlegt sind, ist ein Code unterwegs. Er \
  gilt eine Minute.
  lost.again = Neuen Code senden
  lost.signedIn = Sie sind über den Weg für verlorene Geräte hier. Richten \
  Sie jetzt ein neues Gerät ein oder entfernen Sie das verlorene.
  forgotten.title = Passwort vergessen
  forgotten.lead = Wir senden eine E-Mail mit einem Link an die hinterlegte \
  Adresse.
  forgotten.button = E-Mail senden
  forgotten.back = Zurück zur Anmeldung
  forgotten.sent.title = Sehen Sie in Ihre E-Mails
  forgotten.sent = Wenn es ein solches Konto gibt, ist eine E-Mail unterwegs. \
  Höchstens alle fünf Minuten kommt eine.
  reset.title = Passwort zurücksetzen
  reset.lead = Bestätigen Sie, dann bringt eine zweite E-Mail ein vorläufiges \
  Passwort. Es gilt eine Stunde.
  reset.button = Vorläufiges Passwort senden
  reset.done = Ein vorläufiges Passwort ist per E-Mail unterwegs.
  reset.refused = Dieser Link wurde schon benutzt oder ist zu alt.
  reset.again = Neue E-Mail anfordern
  password.title = Neues Passwort wählen
  password.lead = Andere Geräte werden abgemeldet und vergessen.
  password.forced = Ihr Passwort ist vorläufig. Wählen Sie ein eigenes, bevor \
  Sie weitermachen.
  password.current = Jetziges Passwort
  password.temporary = Vorläufiges Passwort
  password.new = Neues Passwort
  password.rule = Mindestens {0} beliebige Zeichen und keines, das leicht zu \
  erraten ist.
  password.again = Neues Passwort noch einmal
  password.button = Passwort ändern
  password.others = Ein paar Wörter ohne Zusammenhang sind leicht zu merken \
  und schwer zu erraten.
  password.differ = Die beiden neuen Passwörter sind verschieden.
  password.refused = Das jetzige Passwort stimmt nicht.
  settings.title = Sicherheit
  settings.lead = Angemeldet als {0}.
  settings.second = Zweiter Schritt
  settings.on = Ein
  settings.off = Aus
  settings.since = In Gebrauch seit {0}
  settings.used = Zuletzt benutzt: {0}
  settings.disabled = Nach zu vielen Fehlern abgeschaltet. Richten Sie es neu \
  ein.
  settings.remove = Entfernen
  settings.back = Zurück zu Sicherheit
  enrol.title = Richten Sie Ihren zweiten Schritt ein
  enrol.lead = Hier brauchen ihn alle. Es dauert zwei Minuten.
  enrol.before = Ab {0} brauchen Sie einen zweiten Schritt. Richten Sie ihn \
  vorher ein.
  setUp.title = Einrichten
  setUp.app = Eine Authenticator-App auf Ihrem Telefon ist der sicherste Weg \
  (empfohlen).
  setUp.replace = Eine neue App löst die jetzige ab, sobald ihr erster Code \
  stimmt.
  app.begin = Authenticator-App einrichten
  app.replace = Zu einer anderen App wechseln
  app.title = Authenticator-App
  app.lead = Jede App für Einmalpasswörter ist geeignet.
  app.scan = 1. Scannen Sie diesen Code mit der App
  app.qr = QR-Code für die Authenticator-App
  app.secret = Keine Kamera? Geben Sie diesen Schlüssel in die App ein:
  app.enter = 2. Geben Sie die sechs Ziffern der App ein
  app.confirm = Einschalten
  app.startAgain = Mit einem neuen Code von vorn beginnen
  apps.title = Authenticator-Apps
  apps.unnamed = App ohne Namen
  apps.name = Name der App
  apps.name.hint = Zum Beispiel das Gerät, auf dem sie ist.
  apps.used = Zuletzt benutzt
  apps.add = Noch eine App einrichten
  apps.change = Umbenennen oder entfernen
  apps.rename = Namen speichern
  apps.remove.title = Diese App entfernen
  apps.remove.lead = Ihre Codes gelten sofort nicht mehr. Andere Geräte \
  werden abgemeldet und vergessen.
  sms.begin = Codes lieber per SMS erhalten
  sms.title = Codes per SMS
  sms.lead = Bei jeder Anmeldung senden wir einen Code an Ihr Mobiltelefon.
  sms.restricted = Das ist der schwächere Weg: Wer Ihre Nummer übernimmt, \
  bekommt Ihre Codes. Eine Authenticator-App ist sicherer und braucht keinen \
  Empfang.
  sms.button = Code senden
  sms.sent = Ein Code ist unterwegs an {0}. Er gilt eine Minute.
  sms.again = Neuen Code senden
  sms.code.title = Code eingeben
  phone.title = Hinterlegtes Telefon
  phone.lead = Es hilft, wenn Sie Ihr Gerät verlieren. Ein Code zeigt, dass \
  die Nummer Ihnen gehört.
  phone.none = Keines
  phone.change = Nummer ändern
  phone.number = Mobilnummer
  phone.hint = Zum Beispiel {0}, oder mit der Landesvorwahl: {1}.
  codes.title = Ersatzcodes
  codes.left = Noch {0}. Jeder ersetzt einmal Ihr Gerät.
  codes.new = Neue Ersatzcodes erstellen
  codes.new.lead = Alle bisherigen Codes gelten sofort nicht mehr.
  codes.new.button = Neue Codes erstellen
  codes.save.title = Speichern Sie Ihre Ersatzcodes
  codes.save.lead = Sie werden nur jetzt gezeigt. Mit einem davon kommen Sie \
  ohne Ihr Gerät hinein.
  codes.download = Als Textdatei herunterladen
  codes.print = Oder drucken Sie diese Seite, oder kopieren Sie die Codes in \
  Ihren Passwort-Manager.
  codes.saved = Ich habe sie gespeichert
  devices.title = Gemerkte Geräte
  devices.address = Adresse
  devices.since = Seit
  devices.until = Bis
  devices.forget = Vergessen
  account.title = Konto
  account.password = Passwort ändern
  mail.title = Mailadresse
  mail.lead = Dorthin gehen Briefe zu Ihrem Konto, und darüber wird ein \
  vergessenes Passwort ersetzt. Ein Code beweist, dass die Adresse Ihre ist.
  mail.none = Keine Mailadresse
  mail.change = Mailadresse ändern
  mail.new = Neue Mailadresse
  mail.sent = Ein Code ist unterwegs an {0}. Er gilt zehn Minuten.
  others.end = Überall sonst abmelden
  others.hint = Jede andere Sitzung endet, und kein Gerät bleibt gemerkt, \
  auch dieses nicht.
  remove.title = Entfernen: {0}
  remove.lead = Geräte werden vergessen, und andere Anmeldungen enden sofort.
  remove.button = Entfernen
  done.password = Ihr Passwort ist geändert.
  done.app = Ihr zweiter Schritt ist eingeschaltet.
  done.sms = Ihr zweiter Schritt ist eingeschaltet.
  done.removed = Es ist entfernt.
  done.renamed = Die App hat ihren neuen Namen.
  done.phone = Ihre Telefonnummer ist geändert.
  done.mail = Ihre Mailadresse ist geändert.
  done.others = Sie sind überall sonst abgemeldet.
  done.device = Das Gerät ist vergessen.
  done.codes = Ihre neuen Ersatzcodes gelten.
  history.title = Anmeldeverlauf
  history.lead = Was mit Ihrem Konto geschehen ist. Wenn Sie das nicht waren, \
  ändern Sie Ihr Passwort.
  people.title = Personen
  people.search = Name oder E-Mail-Adresse
  people.search.button = Suchen
  people.nobody = Niemand gefunden.
  people.more = Mehr
  people.name = Name
  people.mail = E-Mail-Adresse
  people.second = Zweiter Schritt
  people.since = Seit
  people.standing = Zustand
  people.active = Aktiv
  people.deactivated = Deaktiviert
  people.add = Person hinzufügen
  people.add.hint = Ein vorläufiges Passwort geht per E-Mail hinaus. Es gilt \
  sieben Tage.
  people.add.button = Hinzufügen und E-Mail senden
  people.add.wrong = Eine Person braucht einen Namen und eine E-Mail-Adresse.
  people.added = {0} ist hinzugefügt, und eine E-Mail ist unterwegs.
  invitations.title = Einladungen
  invitations.lead = Personen, die hinzugefügt wurden und noch kein eigenes \
  Passwort gewählt haben.
  invitations.nobody = Es ist keine Einladung offen.
  invitations.none = {0} hat inzwischen ein Passwort gewählt oder ist nicht \
  aktiv.
  invitations.until = Passwort gilt bis
  invitations.over = Abgelaufen
  invitations.again = Noch einmal senden
  invitations.withdraw = Zurückziehen
  invitations.done.again = {0} bekommt ein neues erstes Passwort per E-Mail; \
  das vorige gilt nicht mehr.
  invitations.done.withdraw = Die Einladung von {0} ist zurückgezogen.
  person.status = Zustand
  person.actions = Aktionen
  person.reset = Zweiten Schritt zurücksetzen
  person.reset.hint = Für jemanden, der alle Geräte verloren hat. Die Person \
  erfährt es per E-Mail.
  person.end-sessions = Überall abmelden
  person.deactivate = Deaktivieren
  person.reactivate = Wieder aktivieren
  person.done.reset = Der zweite Schritt ist zurückgesetzt.
  person.done.end-sessions = Jede Sitzung der Person ist beendet.
  person.done.deactivate = Das Konto antwortet nicht mehr.
  person.done.reactivate = Das Konto ist wieder aktiv.
  policy.title = Richtlinie
  policy.lead = Ob alle einen zweiten Schritt brauchen.
  policy.rule = Zweiter Schritt
  policy.optional = Jede Person entscheidet
  policy.required = Für alle verpflichtend
  policy.grace = Tage Schonfrist
  policy.grace.hint = Bei 0 wird ab der nächsten Anmeldung gefragt; höchstens \
  365.
  policy.button = Speichern
  policy.wrong = Die Schonfrist ist eine ganze Zahl von 0 bis 365.
  policy.done = Die Richtlinie gilt.
  audit.title = Protokoll
  audit.time = Zeit
  audit.what = Was
  audit.reason = Grund
  audit.actor = Durch
  audit.address = Adresse
  audit.all = Alles
  audit.filter = Filtern
  outbox.title = Postausgang der Demo
  outbox.lead = Was als SMS und E-Mail hinausgegangen wäre, das Neueste \
  zuerst. Hier ist jedes Geheimnis zu sehen, deshalb gibt es das nur in der \
  Demo.
  outbox.empty = Noch nichts.
  outbox.sms = SMS an {0}
  outbox.mail = E-Mail an {0}
  message.subject.code = Ihr Code für {0}
  message.subject.reset = Ihr Passwort bei {0} zurücksetzen
  message.subject.temporary = Ihr Konto bei {0}
  message.subject.notice = Hinweis zu Ihrem Konto bei {0}
  message.code.signIn = {0} ist Ihr Code für die Anmeldung bei {1}. Er gilt \
  eine Minute. Geben Sie ihn niemandem.
  message.code.enrolment = {0} ist Ihr Code, um SMS bei {1} einzuschalten. Er \
  gilt eine Minute.
  message.code.phone = {0} ist Ihr Code für die neue Telefonnummer bei {1}. \
  Er gilt eine Minute.
  message.code.mail = {0} ist Ihr Code für die neue Mailadresse bei {1}. Er \
  gilt zehn Minuten.
  message.code.recovery = {0} ist Ihr Code für ein verlorenes Gerät bei {1}. \
  Wenn Sie ihn nicht angefordert haben, ändern Sie Ihr Passwort.
  message.reset = Jemand möchte Ihr Passwort bei {0} zurücksetzen. Wenn Sie \
  das waren, öffnen Sie innerhalb einer Stunde diesen Link. Sonst tun Sie \
  nichts.
  message.temporary = Ihr vorläufiges Passwort bei {0} ist {1} – wählen Sie \
  bei der Anmeldung ein eigenes.
  message.notice = {0}: {1} Wenn Sie das nicht waren, ändern Sie Ihr Passwort \
  und wenden Sie sich an die Verwaltung.
  notice.factorAdded = ein zweiter Schritt wurde eingeschaltet.
  notice.factorRemoved = ein zweiter Schritt wurde entfernt.
  notice.appAdded = eine weitere Authenticator-App wurde eingerichtet.
  notice.appRemoved = eine Authenticator-App wurde entfernt.
  notice.secondStepFailed = Ihr Passwort war richtig, und der zweite Schritt \
  schlug mehrmals fehl.
  notice.codeReused = ein Code wurde ein zweites Mal benutzt.
  notice.factorDisabled = ein zweiter Schritt wurde nach zu vielen Fehlern \
  abgeschaltet.
  notice.backupCodeUsed = ein Ersatzcode wurde benutzt.
  notice.backupCodesIssued = neue Ersatzcodes wurden erstellt; die alten \
  gelten nicht mehr.
  notice.recovered = jemand hat sich über den Weg für verlorene Geräte \
  angemeldet.
  notice.administratorReset = die Verwaltung hat jeden zweiten Schritt \
  entfernt.
  notice.deviceRemembered = ein Gerät wurde gemerkt.
  notice.phoneChanged = die Telefonnummer wurde geändert.
  notice.mailChanged = die Mailadresse wurde geändert.
  notice.identityLinked = die Anmeldung über einen anderen Anbieter ist möglich.
  notice.identityUnlinked = die Anmeldung über einen anderen Anbieter ist aus.
  notice.passwordChanged = das Passwort wurde geändert.
  notice.other = etwas an Ihrer Anmeldung wurde geändert.
  event.accountCreated = Konto angelegt
  event.accountDeactivated = Konto deaktiviert
  event.accountReactivated = Konto wieder aktiviert
  event.passwordAccepted = Passwort richtig
  event.passwordRejected = Passwort falsch
  event.assertionAccepted = Bei einem Anbieter angemeldet
  event.assertionRejected = Aussage eines Anbieters abgelehnt
  event.signInRefused = Anmeldung abgelehnt
  event.challengeOpened = Zweiter Schritt verlangt
  event.challengeRejected = Zweiter Schritt abgelehnt
  event.challengeExhausted = Zu viele falsche Codes
  event.factorAccepted = Code richtig
  event.factorRejected = Code falsch
  event.factorReplayed = Code erneut benutzt
  event.factorDisabled = Zweiter Schritt abgeschaltet
  event.signedIn = Angemeldet
  event.signedOut = Abgemeldet
  event.throttled = Zu früh versucht
  event.codeSent = Code gesendet
  event.sendingRefused = Kein Code gesendet
  event.enrolmentStarted = Einrichtung begonnen
  event.enrolmentRejected = Einrichtung: Code falsch
  event.factorAdded = Zweiter Schritt eingeschaltet
  event.factorRemoved = Zweiter Schritt entfernt
  event.appRenamed = App umbenannt
  event.backupCodesIssued = Ersatzcodes erstellt
  event.backupCodeUsed = Ersatzcode benutzt
  event.resynchronized = Uhren abgeglichen
  event.phoneChangeStarted = Neue Telefonnummer begonnen
  event.phoneChanged = Telefonnummer geändert
  event.recoveryRequested = Verlorenes Gerät: Code verlangt
  event.recoveryRejected = Verlorenes Gerät: abgelehnt
  event.recovered = Verlorenes Gerät: angemeldet
  event.administratorReset = Von der Verwaltung zurückgesetzt
  event.deviceRemembered = Gerät gemerkt
  event.deviceUsed = Gemerktes Gerät benutzt
  event.deviceRejected = Gemerktes Gerät abgelehnt
  event.devicesRevoked = Geräte vergessen
  event.accountImported = Konto übernommen
  event.accountErased = Konto gelöscht
  event.statusRead = Von der Verwaltung angesehen
  event.sessionsEnded = Sitzungen beendet
  event.roleGranted = Mit der Verwaltung betraut
  event.roleRevoked = Nicht mehr mit der Verwaltung betraut
  event.policyChanged = Regel geändert
  event.mailChangeStarted = Mailadresse: Änderung begonnen
  event.mailChanged = Mailadresse geändert
  event.identityLinked = Anbieter verknüpft
  event.identityUnlinked = Anbieter getrennt
  event.passwordChanged = Passwort geändert
  event.passwordChangeRejected = Passwort nicht geändert
  event.temporaryPasswordIssued = Vorläufiges Passwort gesendet
  event.resetRequested = Zurücksetzen verlangt
  event.resetSuppressed = Zurücksetzen erneut verlangt
  event.resetConfirmed = Zurücksetzen bestätigt
  event.resetRejected = Zurücksetzen abgelehnt
  event.notAuthorized = Ohne Recht versucht
  notice.phoneRemoved = die Telefonnummer wurde entfernt.
  event.phoneRemoved = Telefonnummer entfernt
  event.messageDropped = Nachricht verworfen
  phone.remove = Nummer entfernen
  phone.remove.lead = Ein verlorenes Gerät lässt sich dann nicht mehr mit \
  einem Code an diese Nummer ersetzen.
  error.invalid-account-id = Ein Name hat 1 bis 255 Bytes aus sichtbaren \
  Zeichen.
  error.invalid-mail = Geben Sie eine Mailadresse ein.
  error.unsupported-hash = Diese Form von Passwort-Hash wird hier nicht geprüft.
  error.short-secret = Der Schlüssel der App ist zu kurz.
  error.last-way-in = Legen Sie zuerst ein Passwort fest: Anders können Sie \
  sich nicht anmelden.
  error.already-exists = Ein Konto mit diesem Namen gibt es schon.
  error.nothing-pending = Es gibt nichts mehr zu bestätigen. Beginnen Sie neu.
  error.not-enrolled = Dieses Verfahren ist nicht eingerichtet.
  error.last-factor = Das letzte Verfahren bleibt: Ein zweiter Schritt ist \
  hier Pflicht.
  error.factor-active = Mit dieser Nummer melden Sie sich an. Entfernen Sie das \
  zuerst.
  error.too-many-messages = Es wurden zu viele Nachrichten verschickt. Warten \
  Sie ein wenig.
  error.too-many-apps = Es sind zu viele Apps eingerichtet. Entfernen Sie \
  zuerst eine.
  error.invalid-app-name = Ein Name hat bis zu 64 sichtbare Zeichen.
  phone.error.empty = Geben Sie eine Telefonnummer ein.
  phone.error.characters = Eine Telefonnummer besteht aus Ziffern, vor denen \
  ein Pluszeichen stehen kann.
  phone.error.country = Nummern dieses Landes werden nicht unterstützt.
  phone.error.international = Beginnen Sie mit einem Pluszeichen und der \
  Landesvorwahl.
  phone.error.trunk = Der Nummer fehlt der Anfang. Eine sieht aus wie {1} ({0}).
  phone.error.not-mobile = Das ist keine Mobilnummer. Eine sieht aus wie {1} \
  ({0}).
  phone.error.length = Eine Mobilnummer hat {3} Ziffern, wie {1} ({0}); diese \
  hat {2}.
  phone.error.range = {0} bis {1}
  password.error.too-short = Nehmen Sie mindestens {0} Zeichen.
  password.error.too-long = Nehmen Sie höchstens {0} Bytes.
  password.error.common = Dieses Passwort ist Angreifern bekannt.
  password.error.guessable = Nehmen Sie weder Ihren Namen noch den dieses \
  Dienstes.
  password.error.unchanged = Das ist das jetzige Passwort.
  password.error.contains-nul = Das Passwort hat ein Zeichen, das nicht \
  verwendet werden kann.
  """
