// An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//
//     otpkit conform -- java Adapter.java
//     otpkit conform -- java -cp my-otp.jar Adapter.java
//
// The functions of the first part are the slots: one for each thing that a
// library does. Call your library in them, and set those that it has nothing for
// to null: a slot that is left out is not claimed, and not tested. Pass on what
// comes. Nothing is checked on the way, because a check that is made here is one
// that your library is not asked for.
//
// Until you change them, the slots call the example of the second part.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Adapter {
  // ---- 1. Your library ------------------------------------------------------

  static final String NAME = "my-otp", VERSION = "0.1";

  /** What your library throws to refuse an input. All else is a fault. */
  static boolean isRefusal(Throwable error) {
    return error instanceof IllegalArgumentException
        || error instanceof ArithmeticException;
  }

  // What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
  static final String[] ABILITIES = {"sha1", "sha256", "sha512", "t0", "step"};

  // What bounds it, such as {"digits":{"min":6,"max":8},"counterBits":63}, and
  // its choices where the standards leave one: see docs/adapter-protocol.md.
  static final String LIMITS = "{}", POLICIES = "{}";

  // Times and counters are BigIntegers: longValueExact() gives a long, and
  // throws an ArithmeticException where the number is not one. algorithm is
  // "SHA1", "SHA256" or "SHA512".

  /** The code of a time, as text. */
  static final TOTP totp = (key, time, step, t0, digits, algorithm) ->
      Example.totp(key, time, step, t0, digits, algorithm);

  /** The code of a counter, as text. */
  static final HOTP hotp = (key, counter, digits, algorithm) ->
      Example.hotp(key, counter, digits, algorithm);

  /**
   * Looks for a code in the window of the current step, which has past steps
   * before it and future steps after it, and only after the last accepted step,
   * after (or null). Gives the matching step and its distance from the current
   * one, or Match.NONE. A library that tells yes or no gives Match.of(it): then
   * add "match":false to LIMITS.
   */
  static final TOTPVerify totpVerify =
      (key, code, time, step, t0, digits, algorithm, past, future, after) ->
          Example.totpVerify(key, code, time, step, t0, digits, algorithm, past,
              future, after);

  /**
   * Looks for the code of a counter or of the next lookAhead ones. Gives the
   * matching counter, or Match.NONE; or Match.of(yes or no), as above.
   */
  static final HOTPVerify hotpVerify =
      (key, code, counter, lookAhead, digits, algorithm) ->
          Example.hotpVerify(key, code, counter, lookAhead, digits, algorithm);

  /** The bytes of a secret in base32. */
  static final Base32Decode base32Decode = text -> Example.base32Decode(text);

  // ---- 2. The example: delete it when your library is in place --------------

  static class Example {
    static void check(boolean isRight, String what) {
      if (!isRight) throw new IllegalArgumentException(what);
    }

    static String hotp(byte[] key, BigInteger counter, int digits,
        String algorithm) throws Exception {
      check(algorithm.matches("SHA1|SHA256|SHA512"), "algorithm");
      check(digits >= 6 && digits <= 9, "digits");
      check(counter.signum() >= 0 && counter.bitLength() <= 64, "counter");
      Mac mac = Mac.getInstance("Hmac" + algorithm);
      mac.init(new SecretKeySpec(key, "RAW"));      // refuses an empty key
      byte[] message = new byte[8], bytes = counter.toByteArray();
      for (int i = 0; i < Math.min(8, bytes.length); i++)
        message[7 - i] = bytes[bytes.length - 1 - i];
      byte[] sum = mac.doFinal(message);
      int at = sum[sum.length - 1] & 15;
      int number = new BigInteger(Arrays.copyOfRange(sum, at, at + 4)).intValue();
      int power = (int) Math.pow(10, digits);
      return String.format("%0" + digits + "d", (number & 0x7fffffff) % power);
    }

    static BigInteger stepAt(BigInteger time, BigInteger step, BigInteger t0) {
      check(step.signum() > 0, "step");
      check(time.compareTo(t0) >= 0 && time.bitLength() <= 63, "time");
      return time.subtract(t0).divide(step);
    }

    static String totp(byte[] key, BigInteger time, BigInteger step,
        BigInteger t0, int digits, String algorithm) throws Exception {
      return hotp(key, stepAt(time, step, t0), digits, algorithm);
    }

    static Match totpVerify(byte[] key, String code, BigInteger time,
        BigInteger step, BigInteger t0, int digits, String algorithm, int past,
        int future, BigInteger after) throws Exception {
      check(past >= 0 && past <= 50 && future >= 0 && future <= 50, "window");
      BigInteger now = stepAt(time, step, t0);
      Match best = Match.NONE;
      for (int drift = -past; drift <= future; drift++) {
        BigInteger n = now.add(BigInteger.valueOf(drift));
        if (n.signum() < 0 || n.bitLength() > 64) continue;
        if (!hotp(key, n, digits, algorithm).equals(code)) continue;
        if (after != null && n.compareTo(after) <= 0) continue;
        if (!best.accepted || Math.abs(drift) < Math.abs(best.drift))
          best = new Match(true, n, drift);
      }
      return best;
    }

    static Match hotpVerify(byte[] key, String code, BigInteger counter,
        int lookAhead, int digits, String algorithm) throws Exception {
      check(lookAhead >= 0 && lookAhead <= 50, "window");
      hotp(key, counter, digits, algorithm);
      for (int i = 0; i <= lookAhead; i++) {
        BigInteger n = counter.add(BigInteger.valueOf(i));
        if (n.bitLength() > 64) break;
        if (hotp(key, n, digits, algorithm).equals(code))
          return new Match(true, n, 0);
      }
      return Match.NONE;
    }

    static byte[] base32Decode(String text) {
      Matcher parts = Pattern.compile("([A-Za-z2-7]*)(=*)").matcher(text);
      check(parts.matches(), "character");
      String symbols = parts.group(1);
      int rest = symbols.length() % 8, padding = parts.group(2).length();
      check(rest != 1 && rest != 3 && rest != 6, "length");
      check(padding == 0 || padding == (8 - rest) % 8, "padding");
      byte[] bytes = new byte[symbols.length() * 5 / 8];
      int bits = 0, count = 0, at = 0;
      for (char symbol : symbols.toCharArray()) {
        bits = bits << 5 | (symbol < 'A' ? symbol - '2' + 26 : (symbol & 31) - 1);
        count += 5;
        if (count >= 8) bytes[at++] = (byte) (bits >> (count -= 8));
      }
      return bytes;
    }
  }

  // ---- 3. The protocol: no need to change anything below --------------------

  interface TOTP {
    String code(byte[] key, BigInteger time, BigInteger step, BigInteger t0,
        int digits, String algorithm) throws Exception;
  }

  interface HOTP {
    String code(byte[] key, BigInteger counter, int digits, String algorithm)
        throws Exception;
  }

  interface TOTPVerify {
    Match match(byte[] key, String code, BigInteger time, BigInteger step,
        BigInteger t0, int digits, String algorithm, int past, int future,
        BigInteger after) throws Exception;
  }

  interface HOTPVerify {
    Match match(byte[] key, String code, BigInteger counter, int lookAhead,
        int digits, String algorithm) throws Exception;
  }

  interface Base32Decode {
    byte[] bytes(String text) throws Exception;
  }

  /** What a verification finds: the place is a step or a counter, or unknown. */
  static class Match {
    static final Match NONE = of(false);
    final boolean accepted;
    final BigInteger place;
    final long drift;

    Match(boolean accepted, BigInteger place, long drift) {
      this.accepted = accepted;
      this.place = place;
      this.drift = drift;
    }

    static Match of(boolean accepted) { return new Match(accepted, null, 0); }

    String json(String name) {
      if (place == null) return "{\"accepted\":" + accepted + "}";
      String drift = name.equals("step") ? ",\"drift\":" + this.drift : "";
      return "{\"accepted\":true,\"" + name + "\":\"" + place + "\"" + drift + "}";
    }
  }

  // Java's library has no JSON. This reads what the kit sends: members that
  // are strings or numbers, in one or two levels of objects.
  static final Pattern MEMBER = Pattern.compile(
      "\"(\\w+)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9]+)\\s*[,}])");
  static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

  static Map<String, String> members(String json) {
    Map<String, String> members = new TreeMap<>();
    Matcher matcher = MEMBER.matcher(json);
    while (matcher.find()) {
      String text = matcher.group(2);
      members.put(matcher.group(1), text == null ? matcher.group(3)
          : ESCAPE.matcher(text).replaceAll(Adapter::unescaped));
    }
    return members;
  }

  static String unescaped(java.util.regex.MatchResult escape) {
    int at = escape.group(2) == null ? -1 : "nrtbf".indexOf(escape.group(2));
    String text = escape.group(1) != null
        ? "" + (char) Integer.parseInt(escape.group(1), 16)
        : at < 0 ? escape.group(2) : "" + "\n\r\t\b\f".charAt(at);
    return Matcher.quoteReplacement(text);
  }

  static String quoted(String text) {
    if (text == null) return "null";
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray())
      quoted.append(c >= ' ' && c < 127 && c != '"' && c != '\\' ? "" + c
          : String.format("\\u%04x", (int) c));
    return quoted.append('"').toString();
  }

  /** The fields of each operation, in the order of their names. */
  static final Map<String, String> FIELDS = new TreeMap<>(Map.of(
      "totp.generate", "[algorithm, digits, key, step, t0, time]",
      "hotp.generate", "[algorithm, counter, digits, key]",
      "totp.verify",
      "[algorithm, code, digits, future, key, past, step, t0, time]",
      "hotp.verify", "[algorithm, code, counter, digits, key, lookAhead]",
      "base32.decode", "[text]"));

  static boolean isFilled(String op) {
    switch (op) {
      case "totp.generate": return totp != null;
      case "hotp.generate": return hotp != null;
      case "totp.verify": return totpVerify != null;
      case "hotp.verify": return hotpVerify != null;
      case "base32.decode": return base32Decode != null;
      default: return false;
    }
  }

  /** The answer of a slot, as JSON. */
  static String value(String op, Map<String, String> in) throws Exception {
    if (op.equals("base32.decode")) return quoted(
        HexFormat.of().formatHex(base32Decode.bytes(in.get("text"))));
    Fields f = new Fields(in);
    switch (op) {
      case "totp.generate": return quoted(totp.code(f.key, f.big("time"),
          f.big("step"), f.big("t0"), f.digits, f.algorithm));
      case "hotp.generate": return quoted(
          hotp.code(f.key, f.big("counter"), f.digits, f.algorithm));
      case "totp.verify": return totpVerify.match(f.key, in.get("code"),
          f.big("time"), f.big("step"), f.big("t0"), f.digits, f.algorithm,
          f.number("past"), f.number("future"), f.big("after")).json("step");
      default: return hotpVerify.match(f.key, in.get("code"), f.big("counter"),
          f.number("lookAhead"), f.digits, f.algorithm).json("counter");
    }
  }

  /** The fields of a call, as slots take them. */
  static class Fields {
    final Map<String, String> in;
    final byte[] key;
    final int digits;
    final String algorithm;

    Fields(Map<String, String> in) {
      this.in = in;
      key = HexFormat.of().parseHex(in.get("key"));
      digits = number("digits");
      algorithm = in.get("algorithm");
    }

    int number(String name) { return Integer.parseInt(in.get(name)); }

    BigInteger big(String name) {
      return in.containsKey(name) ? new BigInteger(in.get(name)) : null;
    }
  }

  static String answer(String op, Map<String, String> in) {
    if (!isFilled(op)) return "\"unsupported\":{\"what\":\"op\"}";
    TreeSet<String> names = new TreeSet<>(in.keySet());
    if (op.equals("totp.verify")) names.remove("after");
    if (!names.toString().equals(FIELDS.get(op)))
      return "\"unsupported\":{\"what\":\"these fields\"}";
    if (!in.getOrDefault("key", "").matches("([0-9a-f]{2})*"))
      return "\"reject\":{\"category\":\"key-malformed\"}";
    try {
      return "\"value\":" + value(op, in);
    } catch (Throwable error) {
      String text = quoted(error.toString());
      if (!isRefusal(error)) return "\"fault\":{\"message\":" + text + "}";
      return "\"reject\":{\"category\":\"unspecified\",\"message\":"
          + quoted(error.getClass().getSimpleName()) + "}";
    }
  }

  static String hello() {
    List<String> claims = new ArrayList<>(Arrays.asList(ABILITIES));
    for (String op : FIELDS.keySet()) if (isFilled(op)) claims.add(op);
    return "{\"type\":\"hello\",\"protocol\":1,\"implementation\":{\"name\":"
        + quoted(NAME) + ",\"version\":" + quoted(VERSION)
        + ",\"language\":\"java\"},\"capabilities\":[\""
        + String.join("\",\"", claims) + "\"],\"limits\":" + LIMITS
        + ",\"policies\":" + POLICIES + "}";
  }

  static String respond(String line) {
    int start = line.indexOf("\"in\"");
    Map<String, String> request =
        members(start < 0 ? line : line.substring(0, start));
    if ("hello".equals(request.get("type"))) return hello();
    String id = request.get("id"), op = request.get("op");
    if (start < 0 || id == null || op == null || !line.endsWith("}"))
      return "{\"id\":null,\"fault\":{\"message\":\"broken line\"}}";
    return "{\"id\":" + quoted(id) + ","
        + answer(op, members(line.substring(start))) + "}";
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream output = new PrintStream(System.out, true, "UTF-8");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    for (String line; (line = input.readLine()) != null; output.flush()) {
      if (line.contains("\"type\":\"bye\"")) break;
      output.print(respond(line) + "\n");
    }
  }
}
