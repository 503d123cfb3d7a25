// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// The English texts: a name, an equals sign, the text.
let englishTexts = """
  frame.skip = Skip to the content
  nav.label = Main
  nav.settings = Security
  nav.history = Sign-in history
  nav.people = People
  nav.policy = Policy
  nav.audit = Audit
  nav.signOut = Sign out
  nav.outbox = Outbox of the demo
  wait.second = Try again in one second.
  wait.seconds = Try again in {0} seconds.
  wait.minutes = Try again in {0} minutes.
  time.never = never
  factor.totp = Authenticator app
  factor.sms = Text message
  factor.backup = Backup code
  problem.home = Go to the start page
  problem.400.title = That request cannot be read
  problem.400 = Something in it is malformed. Go back and try again.
  problem.403.title = This form is out of date
  problem.403 = It was opened before you signed in or out, or by another \
  site. Nothing was changed.
  problem.404.title = There is no such page
  problem.404 = The address may be wrong, or the page is not for you.
  problem.413.title = That is too much
  problem.413 = The form is larger than this service takes.
  problem.429.title = Too many sign-ins at once
  problem.429 = Many have begun at your address just now. Nothing was changed; \
  try again in a minute.
  problem.500.title = Something went wrong here
  problem.500 = Nothing was changed. Try again in a moment.
  problem.503.title = The service is busy
  problem.503 = Your account cannot be reached just now. Nothing was changed; \
  try again in a moment.
  signIn.title = Sign in
  signIn.lead = Welcome to {0}.
  signIn.name = Name or mail address
  signIn.password = Password
  signIn.button = Continue
  signIn.forgotten = Forgotten your password?
  signIn.refused = The name or the password is not right.
  signIn.again = Please sign in again: this needs a recent sign-in with your \
  second step.
  again.title = Is it still you?
  again.lead.second = This needs a recent sign-in. Show your second step once \
  more, then begin again.
  again.lead.password = This needs a recent sign-in. Enter your password once \
  more, then begin again.
  signOut.done = You are signed out. This device will be asked for the second \
  step next time.
  signOn.button = Sign in with {0}
  signOn.going.title = On to {0}
  signOn.going = You sign in there and come back here.
  signOn.going.link = Go on to {0}
  signOn.cancelled = You did not sign in at {0}. Nothing was changed.
  signOn.stale = This sign-in was begun in another browser or more than ten \
  minutes ago, or it is done already. Begin again.
  signOn.failed = {0} cannot sign you in just now. Nothing was changed; try \
  again in a moment.
  signOn.refused = The answer of {0} cannot be trusted. Nothing was changed; \
  begin again.
  signOn.nobody = Your account at {0} is linked to no account here. Sign in \
  with your password, then link it under Security.
  signOn.taken = Your account at {0} is linked to somebody else here.
  identities.title = Accounts elsewhere
  identities.lead = Sign in here with an account that you have elsewhere.
  identities.linked = Linked
  identities.none = Not linked
  identities.link = Link {0}
  identities.link.lead = A sign-in at {0} then signs you in here, too.
  identities.unlink = Unlink {0}
  identities.unlink.lead = A sign-in there lets nobody in here any more. \
  Every other session ends, and no device is remembered.
  done.linked = You can sign in with it from now on.
  done.unlinked = Nobody can sign in with it any more.
  second.title = Second step
  second.lead.totp = Open your authenticator app and enter the six digits \
  that it shows.
  second.lead.sms = We send six digits to your phone. They are good for one \
  minute.
  second.lead.backup = Enter one of the codes that you saved. Each works \
  once.
  second.remember = Remember this device for {0} days
  second.send = Send a code
  second.button = Continue
  second.use.totp = Use the authenticator app
  second.use.sms = Get a text message
  second.use.backup = Use a backup code
  second.lost = Lost your two-factor device?
  code.label.totp = Six-digit code
  code.label.sms = Code from the message
  code.label.backup = Backup code
  code.refused = That code is not right, or it is no longer good.
  code.sent = A code is on its way. It is good for one minute.
  code.notSent = No code was sent just now.
  resync.title = My codes never work
  resync.lead = The clock of your app may be off. Enter two codes, one after \
  the other.
  resync.first = First code
  resync.second = The code after it
  resync.button = Match the clocks
  lost.title = Lost device
  lost.lead = Enter the last four digits of your phone number. We send a code \
  to that phone.
  lost.digits = Last four digits of your number
  lost.button = Send a code
  lost.noPhone = No phone any more? Ask an administrator to reset your second \
  step.
  lost.back = Back to the second step
  lost.sent = If these are the digits on file, a code is on its way. It is \
  good for one minute.
  lost.again = Send another code
  lost.signedIn = You came in by the way for lost devices. Set up a new \
  device or remove the lost one now.
  forgotten.title = Forgotten password
  forgotten.lead = We send a mail with a link to the address on file.
  forgotten.button = Send the mail
  forgotten.back = Back to signing in
  forgotten.sent.title = Look at your mail
  forgotten.sent = If there is such an account, a mail is on its way. There \
  is one every five minutes at most.
  reset.title = Reset your password
  reset.lead = Confirm, and a second mail brings a temporary password. It is \
  good for one hour.
  reset.button = Send a temporary password
  reset.done = A temporary password is on its way by mail.
  reset.refused = This link was used already, or it is too old.
  reset.again = Ask for a new mail
  password.title = Choose a new password
  password.lead = Other devices are signed out and no longer remembered.
  password.forced = Your password is temporary. Choose your own before you go \
  on.
  password.current = Present password
  password.temporary = Temporary password
  password.new = New password
  password.rule = At least {0} characters of any kind, and none that is easy \
  to guess.
  password.again = New password again
  password.button = Change the password
  password.others = A few words that do not belong together are easy to \
  remember and hard to guess.
  password.differ = The two new passwords are not the same.
  password.refused = The present password is not right.
  settings.title = Security
  settings.lead = Signed in as {0}.
  settings.second = Second step
  settings.on = On
  settings.off = Off
  settings.since = In use since {0}
  settings.used = Last used: {0}
  settings.disabled = Turned off after too many failures. Set it up again.
  settings.remove = Remove
  settings.back = Back to Security
  enrol.title = Set up your second step
  enrol.lead = Everybody here needs one. It takes two minutes.
  enrol.before = A second step becomes mandatory for you on {0}. Set it up \
  before then.
  setUp.title = Set up
  setUp.app = An authenticator app on your phone is the safest way \
  (recommended).
  setUp.replace = A new app takes over from the present one when its first \
  code is right.
  app.begin = Set up an authenticator app
  app.replace = Change to another app
  app.title = Authenticator app
  app.lead = Any app for one-time passwords will do.
  app.scan = 1. Scan this code with the app
  app.qr = QR code for the authenticator app
  app.secret = No camera? Type this key into the app:
  app.enter = 2. Enter the six digits that it shows
  app.confirm = Turn on
  app.startAgain = Start again with a new code
  apps.title = Authenticator apps
  apps.unnamed = App without a name
  apps.name = Name of the app
  apps.name.hint = Such as the device that it is on.
  apps.used = Last used
  apps.add = Set up one more app
  apps.change = Rename or remove
  apps.rename = Save the name
  apps.remove.title = Remove this app
  apps.remove.lead = Its codes are void at once. Other devices are signed out \
  and no longer remembered.
  sms.begin = Get codes by text message instead
  sms.title = Codes by text message
  sms.lead = We send a code to your mobile phone whenever you sign in.
  sms.restricted = This is the weaker way: whoever takes over your number \
  gets your codes. An authenticator app is safer, and works without \
  reception.
  sms.button = Send a code
  sms.sent = A code is on its way to {0}. It is good for one minute.
  sms.again = Send another code
  sms.code.title = Enter the code
  phone.title = Phone on file
  phone.lead = It is used if you lose your device. A code proves that the \
  number is yours.
  phone.none = None
  phone.change = Change the number
  phone.number = Mobile number
  phone.hint = Such as {0}, or with the country code: {1}.
  codes.title = Backup codes
  codes.left = {0} left. Each stands in for your device once.
  codes.new = Make new backup codes
  codes.new.lead = All codes that you have now stop working at once.
  codes.new.button = Make new codes
  codes.save.title = Save your backup codes
  codes.save.lead = They are shown only now. With one of them you get in \
  without your device.
  codes.download = Download as a text file
  codes.print = Or print this page, or copy the codes into your password \
  manager.
  codes.saved = I have saved them
  devices.title = Remembered devices
  devices.address = Address
  devices.since = Since
  devices.until = Until
  devices.forget = Forget
  account.title = Account
  account.password = Change your password
  mail.title = Mail address
  mail.lead = Letters about your account go there, and a forgotten password \
  is replaced by way of it. A code proves that the address is yours.
  mail.none = No mail address
  mail.change = Change the mail address
  mail.new = New mail address
  mail.sent = A code is on its way to {0}. It is good for ten minutes.
  others.end = Sign out everywhere else
  others.hint = Every other session ends, and no device is remembered any \
  more, this one included.
  remove.title = Remove: {0}
  remove.lead = Devices are no longer remembered, and other sign-ins end at \
  once.
  remove.button = Remove it
  done.password = Your password is changed.
  done.app = Your second step is on.
  done.sms = Your second step is on.
  done.removed = It is removed.
  done.renamed = The app has its new name.
  done.phone = Your phone number is changed.
  done.mail = Your mail address is changed.
  done.others = You are signed out everywhere else.
  done.device = The device is forgotten.
  done.codes = Your new backup codes are in use.
  history.title = Sign-in history
  history.lead = What happened to your account. If something was not you, \
  change your password.
  people.title = People
  people.search = Name or mail address
  people.search.button = Search
  people.nobody = Nobody is found.
  people.more = More
  people.name = Name
  people.mail = Mail address
  people.second = Second step
  people.since = Since
  people.standing = Standing
  people.active = Active
  people.deactivated = Deactivated
  people.add = Add a person
  people.add.hint = A temporary password goes out by mail. It is good for \
  seven days.
  people.add.button = Add and send the mail
  people.add.wrong = A person needs a name and a mail address.
  people.added = {0} is added, and a mail is on its way.
  invitations.title = Invitations
  invitations.lead = People who were added and have not chosen a password of \
  their own yet.
  invitations.nobody = No invitation is open.
  invitations.none = {0} has chosen a password by now, or is not active.
  invitations.until = Password good until
  invitations.over = Over
  invitations.again = Send again
  invitations.withdraw = Withdraw
  invitations.done.again = {0} gets another first password by mail; the one \
  before is void.
  invitations.done.withdraw = The invitation of {0} is withdrawn.
  person.status = Status
  person.actions = Actions
  person.reset = Reset the second step
  person.reset.hint = For somebody who has lost every device. They hear of it \
  by mail.
  person.end-sessions = Sign out everywhere
  person.deactivate = Deactivate
  person.reactivate = Activate again
  person.done.reset = The second step is reset.
  person.done.end-sessions = Every session of the person has ended.
  person.done.deactivate = The account answers nothing any more.
  person.done.reactivate = The account is active again.
  policy.title = Policy
  policy.lead = Whether everybody needs a second step.
  policy.rule = Second step
  policy.optional = Each person decides
  policy.required = Mandatory for everybody
  policy.grace = Days of grace
  policy.grace.hint = 0 asks at the next sign-in; 365 at most.
  policy.button = Save
  policy.wrong = The days of grace are a whole number from 0 to 365.
  policy.done = The policy is in force.
  audit.title = Audit
  audit.time = Time
  audit.what = What
  audit.reason = Reason
  audit.actor = By
  audit.address = Address
  audit.all = Everything
  audit.filter = Filter
  outbox.title = Outbox of the demo
  outbox.lead = What would have gone out as text messages and mail, the \
  newest first. It shows every secret, so it exists in the demo only.
  outbox.empty = Nothing yet.
  outbox.sms = Text message to {0}
  outbox.mail = Mail to {0}
  message.subject.code = Your code for {0}
  message.subject.reset = Reset your password at {0}
  message.subject.temporary = Your account at {0}
  message.subject.notice = A notice about your account at {0}
  message.code.signIn = {0} is your code for signing in to {1}. It is good \
  for one minute. Give it to nobody.
  message.code.enrolment = {0} is your code to turn on text messages at {1}. \
  It is good for one minute.
  message.code.phone = {0} is your code for the new phone number at {1}. It \
  is good for one minute.
  message.code.mail = {0} is your code for the new mail address at {1}. It is \
  good for ten minutes.
  message.code.recovery = {0} is your code for a lost device at {1}. If you \
  did not ask for it, change your password.
  message.reset = Somebody asked to reset your password at {0}. If it was \
  you, open this link within an hour. If not, do nothing.
  message.temporary = Your temporary password at {0} is {1} – choose your own \
  when you sign in.
  message.notice = {0}: {1} If this was not you, change your password and ask \
  an administrator.
  notice.factorAdded = a second step was turned on.
  notice.factorRemoved = a second step was removed.
  notice.appAdded = one more authenticator app was set up.
  notice.appRemoved = an authenticator app was removed.
  notice.secondStepFailed = your password was right, and the second step \
  failed several times.
  notice.codeReused = a code was used a second time.
  notice.factorDisabled = a second step was turned off after too many \
  failures.
  notice.backupCodeUsed = a backup code was used.
  notice.backupCodesIssued = new backup codes were made; the old ones are \
  void.
  notice.recovered = somebody signed in by the way for lost devices.
  notice.administratorReset = an administrator removed every second step.
  notice.deviceRemembered = a device is remembered now.
  notice.phoneChanged = the phone number was changed.
  notice.mailChanged = the mail address was changed.
  notice.identityLinked = somebody at another provider can sign in now.
  notice.identityUnlinked = another provider's sign-in was removed.
  notice.passwordChanged = the password was changed.
  notice.other = something about your sign-in was changed.
  event.accountCreated = Account made
  event.accountDeactivated = Account deactivated
  event.accountReactivated = Account activated again
  event.passwordAccepted = Password right
  event.passwordRejected = Password wrong
  event.assertionAccepted = Signed in at a provider
  event.assertionRejected = A provider's word refused
  event.signInRefused = Sign-in refused
  event.challengeOpened = Second step asked for
  event.challengeRejected = Second step refused
  event.challengeExhausted = Too many wrong codes
  event.factorAccepted = Code right
  event.factorRejected = Code wrong
  event.factorReplayed = Code used again
  event.factorDisabled = Second step turned off
  event.signedIn = Signed in
  event.signedOut = Signed out
  event.throttled = Tried too early
  event.codeSent = Code sent
  event.sendingRefused = No code sent
  event.enrolmentStarted = Setting up begun
  event.enrolmentRejected = Setting up: code wrong
  event.factorAdded = Second step turned on
  event.factorRemoved = Second step removed
  event.appRenamed = App renamed
  event.backupCodesIssued = Backup codes made
  event.backupCodeUsed = Backup code used
  event.resynchronized = Clocks matched
  event.phoneChangeStarted = New phone number begun
  event.phoneChanged = Phone number changed
  event.recoveryRequested = Lost device: code asked for
  event.recoveryRejected = Lost device: refused
  event.recovered = Lost device: signed in
  event.administratorReset = Reset by an administrator
  event.deviceRemembered = Device remembered
  event.deviceUsed = Remembered device used
  event.deviceRejected = Remembered device refused
  event.devicesRevoked = Devices forgotten
  event.accountImported = Account imported
  event.accountErased = Account erased
  event.statusRead = Looked at by an administrator
  event.sessionsEnded = Sessions ended
  event.roleGranted = Made an administrator
  event.roleRevoked = An administrator no longer
  event.policyChanged = Policy changed
  event.mailChangeStarted = Mail address: change begun
  event.mailChanged = Mail address changed
  event.identityLinked = Provider linked
  event.identityUnlinked = Provider unlinked
  event.passwordChanged = Password changed
  event.passwordChangeRejected = Password not changed
  event.temporaryPasswordIssued = Temporary password sent
  event.resetRequested = Password reset asked for
  event.resetSuppressed = Password reset asked for again
  event.resetConfirmed = Password reset confirmed
  event.resetRejected = Password reset refused
  event.notAuthorized = Tried without the right to
  notice.phoneRemoved = the phone number was removed.
  event.phoneRemoved = Phone number removed
  event.messageDropped = Message dropped
  phone.remove = Remove the number
  phone.remove.lead = A lost device can then no longer be replaced by a code \
  to this number.
  error.invalid-account-id = A name has 1 to 255 bytes of visible characters.
  error.invalid-mail = Enter a mail address.
  error.unsupported-hash = This form of password hash cannot be checked here.
  error.short-secret = The key of the app is too short.
  error.last-way-in = Set a password first: this is the only way to sign in.
  error.already-exists = There is an account of this name.
  error.nothing-pending = There is nothing to confirm any more. Start again.
  error.not-enrolled = This method is not in use.
  error.last-factor = The last method cannot be removed: two-factor \
  authentication is required here.
  error.factor-active = The phone number is in use for signing in. Remove that \
  first.
  error.too-many-messages = Too many messages were sent. Wait a little.
  error.too-many-apps = There are too many authenticator apps. Remove one \
  first.
  error.invalid-app-name = A name has up to 64 visible characters.
  phone.error.empty = Enter a phone number.
  phone.error.characters = A phone number has digits only, and perhaps a plus \
  sign before them.
  phone.error.country = Numbers of this country are not supported.
  phone.error.international = Begin with a plus sign and the code of the \
  country.
  phone.error.trunk = The number lacks its beginning. One looks like {1} ({0}).
  phone.error.not-mobile = This is no mobile number. One looks like {1} ({0}).
  phone.error.length = A mobile number has {3} digits, as in {1} ({0}); this \
  one has {2}.
  phone.error.range = {0} to {1}
  password.error.too-short = Use at least {0} characters.
  password.error.too-long = Use at most {0} bytes.
  password.error.common = This password is known to attackers.
  password.error.guessable = Do not use your name or that of this service.
  password.error.unchanged = This is the present password.
  password.error.contains-nul = The password has a character that cannot be \
  used.
  """
