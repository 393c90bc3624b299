import en from "@/words/en/mail.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
