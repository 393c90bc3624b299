import en from "@/words/en/shell.json";
import { speak } from "@/words/lookup";

export const say = speak(en);
